import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Notes the routes that are added from now on; the methods of those that have the path of a request. */
export function allowedMethods(app: FastifyInstance): (request: FastifyRequest) => string[] {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    methods.set(url, known);
    for (const one of [method].flat()) if (one !== 'HEAD') known.add(one);
  });
  return (request) => {
    const [path = ''] = request.url.split('?');
    const found = [...methods].filter(([pattern]) => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path));
    return found.flatMap(([, known]) => [...known]);
  };
}
