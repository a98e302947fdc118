import { Problem, type Remedy } from '../base/problem.ts';
import type { HttpAnswer } from './http.ts';
import { retryAfterMs } from './retry.ts';
import type { Service } from './service.ts';

const longestDetail = 400;

/** The Problem that an answer means which is no success: an error status, or a redirection. */
export function answerProblem(service: Service, method: string, url: string, answer: HttpAnswer): Problem {
  const { status } = answer;
  const requestId = requestIdOf(answer);
  const detail = redirection(answer) ?? serviceWords(answer.text);
  const cure = cureOf(service, url, answer);
  return new Problem({
    summary: `${service} answered ${status} to ${method} ${new URL(url).pathname}`,
    remedy: remedyOf(status),
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(cure === undefined ? {} : { cure }),
    ...(detail === '' ? {} : { detail }),
  });
}

/** The id under which the service's log has the request: from a header, or from the body as Placement has it. */
export function requestIdOf({ headers, text, status }: HttpAnswer): string | undefined {
  const header = [headers['x-openstack-request-id'], headers['x-compute-request-id']].flat().find((id) => id);
  if (header !== undefined || status < 400) return header;
  return findText(parse(text), (key) => key === 'request_id');
}

function remedyOf(status: number): Remedy {
  if (status === 408) return 'retry';
  return status === 429 || status >= 500 ? 'wait' : 'ask';
}

function cureOf(service: Service, url: string, { status, headers }: HttpAnswer): string | undefined {
  if ([300, 404, 405].includes(status) && url.endsWith('/auth/tokens')) {
    return 'Correct auth_url in clouds.yaml; it usually ends in /v3.';
  }
  if (status === 401 && service === 'identity') {
    return 'Check user, password, project and domains of this cloud in clouds.yaml.';
  }
  if (status === 401) {
    return (
      'The service refuses a token that Keystone has just given: check keystone_authtoken in its configuration, and ' +
      'whether the user, the project or a role was changed meanwhile.'
    );
  }
  if (status === 403) {
    return `The user of this cloud lacks a right in ${service}; give it the admin role, or raise the quota named.`;
  }
  if (status === 413) return 'A quota or a rate limit is reached.';
  if (status >= 300 && status < 400)
    return 'Correct auth_url or the endpoint: often it is https:// instead of http://.';
  const askedMs = retryAfterMs(headers['retry-after'], Date.now());
  if (askedMs !== undefined && (status === 429 || status === 503)) {
    return `The service asks to come back in ${Math.ceil(askedMs / 1000)} s. Running the same command again goes on.`;
  }
  if (status === 429) return 'The service takes no more requests for now. Running the same command again goes on.';
  if (status >= 500) return 'The service failed; its log has the request id. Running the same command again goes on.';
  return undefined;
}

function redirection({ status, headers }: HttpAnswer): string | undefined {
  const { location } = headers;
  if (status < 300 || status > 399 || typeof location !== 'string' || !URL.canParse(location)) return undefined;
  const { origin, pathname } = new URL(location);
  return `it points to ${origin}${pathname}`;
}

/**
 * The sentence a person reads in an error body. Each service wraps it in its own way: `{"badRequest": {"message"}}`,
 * `{"NeutronError": {"message"}}`, `{"error": {"message"}}`, `{"errors": [{"detail"}]}` or HTML.
 */
function serviceWords(text: string): string {
  const words = findText(parse(text), (key) => key === 'message' || key === 'detail') ?? text;
  const line = withoutTags(words).replace(/\s+/g, ' ').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line.replace(/\.$/, '');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

/** Glance and proxies answer with a small page of HTML, or have pieces of it within JSON. */
function withoutTags(words: string): string {
  return words
    .replace(/<(title|style|script)\b.*?<\/\1>/gis, ' ')
    .replace(/<\/?(!doctype|html|head|meta|body|center|h[1-6]|p|div|span|br|hr|pre|a|b|i|address)\b[^>]*>/gi, ' ')
    .replace(/&(amp|lt|gt|quot|#39|#x27);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

/** The first text under such a key, those nearer to the root first within each branch. */
function findText(value: unknown, isWanted: (key: string) => boolean): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if (isWanted(key) && typeof part === 'string' && part !== '') return part;
  }
  for (const part of Object.values(value)) {
    const found = findText(part, isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
