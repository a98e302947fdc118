import type { Service } from './service.ts';

/** One request as it went over the wire: for counting, for the report and for the critical path. */
export interface Exchange {
  readonly cloud: string;
  readonly service: Service;
  readonly method: string;
  /** Path without ids, such as `/servers/{id}/action`. */
  readonly route: string;
  /** Zero when the connection broke before the answer came. */
  readonly status: number;
  readonly startedMs: number;
  readonly durationMs: number;
}

export interface Traffic {
  readonly exchanges: readonly Exchange[];
  record(exchange: Exchange): void;
  counts(): TrafficCounts;
}

export interface TrafficCounts {
  readonly reads: number;
  readonly writes: number;
  readonly logins: number;
}

/** Requests that only trade credentials for a token; they change nothing in a cloud. */
const loginRoutes = new Set(['/auth/tokens', '/ec2tokens']);

/** Keeps every exchange of one process, in order of their ends. */
export function openTraffic(): Traffic {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    record(exchange) {
      exchanges.push(exchange);
    },
    counts() {
      let reads = 0;
      let logins = 0;
      for (const { method, route } of exchanges) {
        if (method === 'POST' && loginRoutes.has(route)) logins += 1;
        else if (method === 'GET' || method === 'HEAD') reads += 1;
      }
      return { reads, logins, writes: exchanges.length - reads - logins };
    },
  };
}

const idPattern = /[0-9a-f]{64}|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi;

/** The path with every id taken out, so that calls of one sort can be counted together. */
export function routeOf(path: string): string {
  return (path.split('?')[0] ?? path).replace(idPattern, '{id}');
}
