import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, isAdmin } from '../cloud/caller.ts';
import { refuse } from './refuse.ts';
import { textOf } from './text-of.ts';

/** A shape of attributes: what a request may give, and how. */
export type Form<T> = z.ZodType<T> & { readonly shape: Readonly<Record<string, unknown>> };

/** The names of the attributes of a resource, by what a request may do with them. */
export interface Attributes<D, C> {
  /** `security_group`; the body has it as its key. */
  readonly singular: string;
  readonly create: Form<D>;
  readonly change: Form<C>;
  /** Known, and never given by a request. */
  readonly fixed: readonly string[];
}

export interface Draft<D> {
  readonly projectId: string;
  readonly given: D;
}

const objectSchema = z.record(z.string(), z.unknown());
const ownerNames: readonly string[] = ['project_id', 'tenant_id'];

/** The drafts of a POST, one or many; 400 in Neutron's words. */
export function readDrafts<D, C>(request: FastifyRequest, caller: Caller, attributes: Attributes<D, C>) {
  const { singular } = attributes;
  const body = bodyOf(request);
  const many = body[`${singular}s`];
  if (many === undefined) return { isBulk: false, drafts: [readDraft(memberOf(body, singular), caller, attributes)] };
  if (!Array.isArray(many) || many.length === 0) throw refuse.form('Resources required');
  const members: unknown[] = many;
  return { isBulk: true, drafts: members.map((member) => readDraft(unwrapped(member, singular), caller, attributes)) };
}

/** A bulk request may wrap each member once more. */
function unwrapped(member: unknown, singular: string): Record<string, unknown> {
  const object = objectSchema.safeParse(member);
  if (!object.success) throw refuse.form('Body contains invalid data');
  return singular in object.data ? memberOf(object.data, singular) : object.data;
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  if (request.body === undefined || request.body === null) throw refuse.form('Resource body required');
  const body = objectSchema.safeParse(request.body);
  if (!body.success) throw refuse.form('Body contains invalid data');
  return body.data;
}

function memberOf(body: Record<string, unknown>, singular: string): Record<string, unknown> {
  if (body[singular] === undefined) throw refuse.form(`Unable to find '${singular}' in request body`);
  const member = objectSchema.safeParse(body[singular]);
  if (!member.success) throw refuse.form(`Object '${singular}' contains invalid data`);
  return member.data;
}

function readDraft<D, C>(member: Record<string, unknown>, caller: Caller, attributes: Attributes<D, C>): Draft<D> {
  const { create, fixed } = attributes;
  const projectId = ownerOf(member, caller);
  const rest = Object.fromEntries(Object.entries(member).filter(([name]) => !ownerNames.includes(name)));
  refuseUnknown(rest, attributes);
  const set = fixed.find((name) => name in rest);
  const isPutOnly = Object.keys(rest).find((name) => !(name in create.shape) && name !== set);
  if (set !== undefined || isPutOnly !== undefined) {
    throw refuse.form(`Attribute '${set ?? isPutOnly}' not allowed in POST`);
  }
  return { projectId, given: parsed(create, rest) };
}

/** Only an administrator makes things for another project. */
function ownerOf(member: Record<string, unknown>, caller: Caller): string {
  const given = ownerNames.flatMap((name) => (name in member ? [member[name]] : []));
  const own = caller.projectId ?? '';
  const [first, second] = given;
  if (first === undefined) return own;
  if (second !== undefined && first !== second) throw refuse.form("'project_id' and 'tenant_id' do not match");
  if (typeof first !== 'string')
    throw refuse.form(`Invalid input for tenant_id. Reason: '${textOf(first)}' is not a valid string.`);
  if (first === own || isAdmin(caller)) return first;
  const what = "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request";
  throw refuse.form(`${what} requires admin or advsvc privileges`);
}

/** The changes of a PUT. */
export function readChange<D, C>(request: FastifyRequest, attributes: Attributes<D, C>): C {
  const { singular, change } = attributes;
  const body = bodyOf(request);
  if (`${singular}s` in body) throw refuse.form('Bulk operation not supported');
  const member = memberOf(body, singular);
  refuseUnknown(member, attributes);
  const fixed = Object.keys(member).find((name) => !(name in change.shape));
  const shown = fixed === 'project_id' ? 'tenant_id' : fixed;
  if (shown !== undefined) throw refuse.form(`Cannot update read-only attribute ${shown}`);
  return parsed(change, member);
}

function refuseUnknown<D, C>(member: Record<string, unknown>, { create, change, fixed }: Attributes<D, C>): void {
  const known = new Set([...Object.keys(create.shape), ...Object.keys(change.shape), ...fixed, ...ownerNames]);
  const unknown = Object.keys(member).filter((name) => !known.has(name));
  if (unknown.length > 0) throw refuse.form(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
}

function parsed<T>(form: Form<T>, member: Record<string, unknown>): T {
  const result = form.safeParse(member);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? '');
  if (!(name in member)) throw refuse.form(`Failed to parse request. Required attribute '${name}' not specified`);
  throw refuse.form(`Invalid input for ${name}. Reason: ${issue?.message ?? 'unknown'}.`);
}
