import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problem } from '../../../web/shared/contracts/basics.ts';
import { paths, type RouteName } from '../../../web/shared/contracts/paths.ts';
import { type Route, routes } from '../../../web/shared/contracts/routes.ts';

let made: object | undefined;

/** The interface as OpenAPI, of the same schemas by which requests are read. */
export function openApi(): object {
  made ??= createDocument({
    openapi: '3.1.0',
    info: { title: 'baosong-bot', version: '1', description: 'What the console asks for; signed in by its cookie.' },
    paths: described(),
  });
  return made;
}

const json = <Schema>(schema: Schema) => ({ content: { 'application/json': { schema } } });

function described(): ZodOpenApiPathsObject {
  const all: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(paths) as RouteName[]) {
    const [method, path] = paths[name];
    const { who, params, query, body, answer }: Route = routes[name];
    const at = path.replace(/:(\w+)/g, '{$1}');
    all[at] = {
      ...all[at],
      [method.toLowerCase()]: {
        operationId: name,
        description: `For: ${who}`,
        ...((params || query) && { requestParams: { ...(params && { path: params }), ...(query && { query }) } }),
        ...(body && { requestBody: json(body) }),
        responses: {
          200: { description: 'done', ...json(answer) },
          default: { description: 'a refusal, as a sentence', ...json(problem) },
        },
      },
    };
  }
  return all as ZodOpenApiPathsObject;
}
