import { ApiFault } from '../cloud/api-fault.ts';

/** Refusals in the words of Neutron's exceptions (neutron_lib.exceptions); the name of each is its `type`. */
export const refuse = {
  /** What is wrong with the request's form. */
  form: (message: string): ApiFault => new ApiFault(400, message, 'HTTPBadRequest'),
  input: (reason: string): ApiFault => new ApiFault(400, `Invalid input for operation: ${reason}.`, 'InvalidInput'),
  bad: (resource: string, reason: string): ApiFault =>
    new ApiFault(400, `Bad ${resource} request: ${reason}.`, 'BadRequest'),
  /** A 400 with a name of its own. */
  invalid: (type: string, message: string): ApiFault => new ApiFault(400, message, type),
  conflict: (type: string, message: string): ApiFault => new ApiFault(409, message, type),
  missing: (type: string, message: string): ApiFault => new ApiFault(404, message, type),
  /** Nothing is added to networks of others. */
  foreign: (projectId: string, what: string): ApiFault =>
    new ApiFault(403, `Tenant ${projectId} not allowed to create ${what} on this network`, 'HTTPForbidden'),
  hidden: (): ApiFault => new ApiFault(404, 'The resource could not be found.', 'HTTPNotFound'),
  policy: (rule: string): ApiFault => new ApiFault(403, `rule:${rule} is disallowed by policy`, 'PolicyNotAuthorized'),
};
