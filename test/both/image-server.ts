import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request: the bytes, other ones of the same length, none at all, or nothing before `release`. */
export type Serving = 'right' | 'wrong' | 'missing' | 'held';

/** Serves the bytes of images to a Glance, as a mirror of an operator does. */
export interface ImageServer {
  /** As `image_url` of clouds.yaml has it, with a secret in it. */
  readonly url: string;
  /** Without the secret. */
  readonly host: string;
  readonly secret: string;
  /** Bytes by the id of the image. */
  readonly bytes: Map<string, Buffer>;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** What becomes of requests from now on, one after the other; the last goes for all others too. */
  serve(...serving: readonly Serving[]): void;
  /** Answers what was held. */
  release(): void;
  close(): Promise<void>;
}

const secret = 'to-nobody';

/** Listens on a port of its own of 127.0.0.1. */
export async function openImageServer(): Promise<ImageServer> {
  const bytes = new Map<string, Buffer>();
  const asked: string[] = [];
  let servings: readonly Serving[] = ['right'];
  let held: (() => void)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [serving = 'right', ...others] = servings;
    if (others.length > 0) servings = others;
    asked.push(url.pathname);
    const found = bytes.get(url.pathname.slice(1));
    const answer = (): void => {
      if (found === undefined || serving === 'missing' || url.searchParams.get('key') !== secret) {
        response.writeHead(404).end();
        return;
      }
      const sent = serving === 'wrong' ? Buffer.alloc(found.length, 7) : found;
      response.writeHead(200, { 'content-length': sent.length }).end(sent);
    };
    if (serving === 'held') held.push(answer);
    else answer();
  });
  const host = `127.0.0.1:${await listen(server)}`;
  return {
    url: `http://${host}/{id}?key=${secret}`,
    host,
    secret,
    bytes,
    asked,
    serve(...wanted) {
      servings = wanted;
    },
    release() {
      for (const answer of held) answer();
      held = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server at a port has its number');
  return address.port;
}
