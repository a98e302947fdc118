/** A request that may have changed something. */
export interface Write {
  /** Counted within its cloud from 1. */
  readonly number: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly userId: string | undefined;
  /** In milliseconds since 1970, whatever the cloud's own clock says. */
  readonly receivedMs: number;
  /** Undefined until the service has done its part. */
  status: number | undefined;
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loginPaths = /\/(auth\/tokens|ec2tokens)$/;

/** Cinder joins QoS specs to a type, and parts them, by `GET` (Block Storage API v3). */
const writtenByGet = /^\/block-storage\/.*\/qos-specs\/[^/]+\/(associate|disassociate|disassociate_all)$/;

/** Logins change nothing that anybody would miss. */
export function isWrite(method: string, path: string): boolean {
  const [route = ''] = path.split('?');
  if (readingMethods.has(method)) return method === 'GET' && writtenByGet.test(route);
  return !loginPaths.test(route);
}
