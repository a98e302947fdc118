import { Problem, type Remedy } from '../base/problem.ts';
import type { HttpAnswer } from './http.ts';
import type { Service } from './service.ts';

const longestDetail = 400;

/** The Problem that an answer with an error status means. */
export function answerProblem(service: Service, method: string, url: string, answer: HttpAnswer): Problem {
  const { status } = answer;
  const requestId = answer.headers['x-openstack-request-id'] ?? answer.headers['x-compute-request-id'];
  const cure = cureOf(service, status);
  return new Problem({
    summary: `${service} answered ${status} to ${method} ${new URL(url).pathname}`,
    remedy: remedyOf(status),
    status,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(cure === undefined ? {} : { cure }),
    ...withDetail(serviceWords(answer.text)),
  });
}

function withDetail(detail: string): { detail?: string } {
  return detail === '' ? {} : { detail };
}

function remedyOf(status: number): Remedy {
  if (status === 429 || status === 408) return 'retry';
  return status >= 500 ? 'wait' : 'ask';
}

function cureOf(service: Service, status: number): string | undefined {
  if (status === 401) return 'Check user, password, project and domains of this cloud in clouds.yaml.';
  if (status === 403)
    return `The user of this cloud lacks a right in ${service}; give it the admin role, or raise the quota named.`;
  if (status === 413) return 'A quota or a rate limit is reached.';
  if (status >= 500) return 'The service failed; its log has the request id. Running the same command again goes on.';
  return undefined;
}

/**
 * The sentence a person reads in an error body. Each service wraps it in its own way: `{"badRequest": {"message"}}`,
 * `{"NeutronError": {"message"}}`, `{"error": {"message"}}`, `{"errors": [{"detail"}]}` or HTML.
 */
function serviceWords(text: string): string {
  const words = findMessage(parse(text)) ?? text.replace(/<title>.*?<\/title>/s, '').replace(/<[^>]*>/g, ' ');
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line.replace(/\.$/, '');
}

function findMessage(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    if ((key === 'message' || key === 'detail') && typeof part === 'string' && part !== '') return part;
  }
  for (const part of Object.values(value)) {
    const found = findMessage(part);
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
