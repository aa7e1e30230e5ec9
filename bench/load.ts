// Posts callbacks as 企业微信 does, sealed beforehand, over raw connections, so that making them costs the handler little
// of the machine. Prints one line of JSON: what was acknowledged, and how long each acknowledgement took.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { seal, sign } from '../fakes/wecom/seal.ts';
import { percentile } from '../tests/support/big-city.ts';
import { ASKED, type Load, type Measured, person } from './callback.ts';

const load: Load = JSON.parse(process.argv[2] ?? '{}');
const { host, hostname, port } = new URL(load.url);

function callback(index: number): Buffer {
  const { token, aesKey, responseUrl, name } = load;
  const said = {
    msgid: `${name}-${index}`,
    aibotid: 'aib-bench',
    chattype: 'single',
    from: { userid: person(index) },
    response_url: `${responseUrl}?code=${name}-${index}`,
    msgtype: 'text',
    text: { content: ASKED[index % ASKED.length] },
  };
  const encrypt = seal(aesKey, JSON.stringify(said), '');
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = `${name}${index}`;
  const query = new URLSearchParams({ msg_signature: sign(token, timestamp, nonce, encrypt), timestamp, nonce });
  const body = JSON.stringify({ encrypt });
  return Buffer.from(
    `POST /wecom/bot?${query} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Sends and resolves to the status of the answer. */
async function exchange(socket: Socket, request: Buffer): Promise<number> {
  socket.write(request);
  let text = '';
  for (;;) {
    const [piece] = (await once(socket, 'data')) as [Buffer];
    text += piece.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) continue;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length >= head + 4 + length) return Number(text.slice(9, 12));
  }
}

const requests = Array.from({ length: load.messages }, (_, index) => callback(index));
const sockets = await Promise.all(
  Array.from({ length: load.connections }, async () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return socket;
  }),
);
const took: number[] = [];
let refused = 0;
let next = 0;
const begun = performance.now();
/** A message that finds no free connection is late from the moment at which it was due: no coordinated omission. */
const dueAt = (index: number) => (load.rate ? begun + (index * 1000) / load.rate : performance.now());

await Promise.all(
  sockets.map(async (socket) => {
    for (let index = next++; index < requests.length; index = next++) {
      const due = dueAt(index);
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const status = await exchange(socket, requests[index] as Buffer);
      if (status === 200) took.push(performance.now() - due);
      else refused++;
    }
    socket.destroy();
  }),
);
const seconds = (performance.now() - begun) / 1000;
took.sort((a, b) => a - b);
const measured: Measured = {
  acknowledged: took.length,
  refused,
  perSecond: took.length / seconds,
  p50: percentile(took, 50),
  p99: percentile(took, 99),
  worst: took.at(-1) ?? Number.NaN,
};
console.log(JSON.stringify(measured));
