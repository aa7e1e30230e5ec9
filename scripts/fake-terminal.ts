// A terminal at which a person plays with a fake platform, whichever it is.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Desk, type Fake, type Platform, type Sent } from './fake-desk.ts';

const FOREVER = 2 ** 31 - 1;

/** Prints what readers see as it comes; a stream when it is finished. */
async function follow<Via extends string>(fake: Fake<Via>, desk: Desk<Via>): Promise<void> {
  const shown = new Set<Sent>();
  let online = false;
  const fresh = () => fake.sent.filter((sent) => !shown.has(sent) && sent.stream?.finished !== false);
  for (;;) {
    await fake.until(() => fresh().length > 0 || fake.subscribed() !== online, FOREVER);
    if (fake.subscribed() !== online) {
      online = !online;
      desk.print(online ? 'subscribed' : 'gone');
    }
    for (const sent of fresh()) {
      shown.add(sent);
      await desk.show(sent);
    }
  }
}

/** From the first words to the last; `env` are the lines for the bot's `.env`. */
export async function sitAt<Via extends string>(
  fake: Fake<Via>,
  platform: Platform<Via>,
  base: string,
  env: Record<string, string>,
): Promise<void> {
  const desk = new Desk(fake, platform, await mkdtemp(path.join(tmpdir(), `${platform.name}-`)));
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value.includes('"') ? `'${value}'` : value}`);
  desk.print('start', { base, env: lines.join('\n'), help: desk.words('help') });
  void follow(fake, desk);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  const ask = () => {
    terminal.setPrompt(process.stdin.isTTY ? desk.prompt() : '');
    terminal.prompt();
  };
  ask();
  for await (const line of terminal) {
    if (!(await desk.line(line))) break;
    ask();
  }
  await fake.stop();
  process.exit(0);
}
