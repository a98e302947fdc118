import type { Step } from './step.ts';

/** A call to Neutron; a refusal's name and words are compared as they are. */
export function networkCall(title: string, call: string, body?: unknown, more: Partial<Step> = {}): Step {
  const [verb = '', path = ''] = call.split(' ');
  const method = methods.find((known) => known === verb) ?? 'GET';
  const same = ['NeutronError.type', 'NeutronError.message', ...(more.same ?? [])];
  const sent = body === undefined ? {} : { body };
  return { service: 'network', title, method, path: path === '/' ? path : `/v2.0/${path}`, ...sent, ...more, same };
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The same as a member of a project of the scenario's own. */
export function memberCall(title: string, call: string, body?: unknown, more: Partial<Step> = {}): Step {
  return networkCall(`a member: ${title}`, call, body, { ...more, as: 'member' });
}

/** A refusal of which the words hold what differs from cloud to cloud; its name is compared. */
export function namedRefusal(step: Step): Step {
  return { ...step, same: ['NeutronError.type'] };
}
