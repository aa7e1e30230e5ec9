// What somebody writes in ten minutes: express and @wecom/crypto, nothing stored, nothing answered. The bench's measure.
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express from 'express';

// Its ES module is not one that Node reads.
const { decrypt, getSignature } = createRequire(import.meta.url)('@wecom/crypto') as {
  decrypt(aesKey: string, encrypted: string): { message: string };
  getSignature(token: string, timestamp: string, nonce: string, encrypted: string): string;
};
const [token = '', aesKey = ''] = process.argv.slice(2);

const app = express();
let messages = 0;
app.post('/wecom/bot', express.json({ limit: '1mb' }), (request, response) => {
  const { msg_signature: signature, timestamp, nonce } = request.query as Record<string, string>;
  const encrypted: string = request.body.encrypt;
  if (getSignature(token, timestamp ?? '', nonce ?? '', encrypted) !== signature) {
    response.status(403).end();
    return;
  }
  const { msgid } = JSON.parse(decrypt(aesKey, encrypted).message);
  if (msgid) messages++;
  response.status(200).end();
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', () => {
  console.log(messages);
  process.exit(0);
});
