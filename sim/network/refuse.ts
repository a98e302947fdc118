import { ApiFault } from '../cloud/api-fault.ts';

const malformed = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
const broken = 'Request Failed: internal server error while processing your request.';

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
  /** An attribute that the rule of the call lets nobody give but administrators. */
  attribute: (rule: string, attribute: string): ApiFault =>
    new ApiFault(403, `(rule:${rule} and rule:${rule}:${attribute}) is disallowed by policy`, 'PolicyNotAuthorized'),
  method: (): ApiFault => new ApiFault(405, malformed, 'HTTPMethodNotAllowed'),
  /** Where Neutron stumbles over a request. */
  broken: (): ApiFault => new ApiFault(500, broken, 'HTTPInternalServerError'),
};
