import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const film = readFileSync(join(import.meta.dirname, '../support/night-shift.mp4'));

/** The same film with a box of nothing at its end: other bytes, so that it is another work. */
export function filmNumber(number: number): Buffer {
  const box = Buffer.alloc(16);
  box.writeUInt32BE(16, 0);
  box.write('free', 4, 'latin1');
  box.writeUInt32BE(number, 8);
  return Buffer.concat([film, box]);
}

interface Reply {
  text: string;
}

/** What somebody writes in the practice chat, and what they are answered. */
export async function write(
  url: string,
  as: string,
  text: string,
  file?: { name: string; bytes: Buffer },
): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ as, chat: 'direct', text, mention: 'false' })) form.set(name, value);
  if (file) form.set('files', new Blob([new Uint8Array(file.bytes)]), file.name);
  const answer = await fetch(`${url}/practice/messages`, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const { replies } = (await answer.json()) as { replies: Reply[] };
  return replies.map((reply) => reply.text).join('\n');
}

/** All that was said to somebody in the direct chat. */
export async function heard(url: string, as: string): Promise<string[]> {
  const answer = await fetch(`${url}/practice/chats/direct/${as}`);
  const messages = (await answer.json()) as { text: string; from: { bot: boolean } }[];
  return messages.filter(({ from }) => from.bot).map(({ text }) => text);
}

/** A film reported by a unit; returns its number. */
export async function reportFilm(url: string, unit: string, number: number, title: string): Promise<number> {
  const file = { name: `${title}.mp4`, bytes: filmNumber(number) };
  const receipt = await write(url, `${unit}-1`, `/报送 微视频 《${title}》 作者:张三`, file);
  const found = /已收 #(\d+)/.exec(receipt)?.[1];
  if (found === undefined) throw new Error(`no receipt: ${receipt}`);
  return Number(found);
}
