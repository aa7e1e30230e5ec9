import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the endpoint was sent, as far as tests look at it. */
export interface Asked {
  model: string;
  messages: { role: string; content: string }[];
  response_format: { json_schema: { strict: boolean } };
}

/** A local chat-completions endpoint. `reply` answers a question; by itself it says `says` as the message's content. */
export async function modelEndpoint() {
  const asked: Asked[] = [];
  const keys: (string | undefined)[] = [];
  let onAsked: () => void = () => undefined;
  let reply = (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(500).end();
  };
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(await text(request)) as Asked);
    keys.push(request.headers.authorization);
    reply(request, response);
    onAsked();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    keys,
    says(content: string) {
      reply = (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
      };
    },
    answers(status: number, body: string) {
      reply = (_request, response) => {
        response.writeHead(status).end(body);
      };
    },
    /** Takes the question and never answers; resolves when one was asked. */
    staysSilent(): Promise<void> {
      reply = () => undefined;
      return new Promise((resolve) => {
        onAsked = resolve;
      });
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
