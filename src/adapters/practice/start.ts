import path from 'node:path';
import express, { type Express } from 'express';
import { z } from 'zod';
import type { Bot } from '../../application/bot.ts';
import { type House, officeNamed } from '../../application/office.ts';
import { diskFiles } from '../files/disk.ts';
import { sayFrom } from '../prompt-files.ts';
import { readYaml, wordsOfYaml } from '../yaml-file.ts';
import { PracticeChannel } from './channel.ts';
import { PracticeClock } from './clock.ts';
import { CHANNEL, practicePeople, seedPeople } from './people.ts';
import { ERROR_PHRASES } from './phrases.ts';
import { fromThisComputer, practiceRoutes } from './routes.ts';

const namesSchema = z.strictObject({
  bot: z.string(),
  group: z.string(),
  staff: z.string(),
  admin: z.string(),
  stranger: z.string(),
  coordinators: z.array(z.string()).min(1),
});

/** Names for the people of the practice chats. Throws `WordsInvalid` with file and line. */
export const readNames = (file: string) =>
  wordsOfYaml(readYaml(file, 'practice.yaml'), (raw) => namesSchema.parse(raw));

export interface PracticeStart {
  root: string;
  dataDir: string;
  office: House;
  bot: Bot;
  app: Express;
}

/** Practice mode: its people, its platform, its page and interface under /practice. */
export async function startPractice({ root, dataDir, office, bot, app }: PracticeStart): Promise<void> {
  const { prisma, store, clock } = office;
  const { campaign } = officeNamed(office, undefined);
  if (!(clock instanceof PracticeClock)) throw new Error('practice on real time');
  const names = readNames(path.join(root, 'prompts/practice.yaml'));
  const people = practicePeople(campaign, names);
  await seedPeople(prisma, people, clock.now());
  const uploads = await diskFiles(path.join(dataDir, 'practice-uploads'));
  const platform = new PracticeChannel({ prisma, clock, uploads, store }, people, names);
  office.channels.set(CHANNEL, platform);
  const sentence = sayFrom(path.join(root, 'prompts/practice-errors.md'), ERROR_PHRASES);
  app.use(
    '/practice',
    practiceRoutes({ bot, platform, clock, uploads, campaign: campaign.name, log: office.log, sentence }),
  );
  app.use(
    '/practice',
    fromThisComputer(sentence('this-computer-only')),
    express.static(path.join(root, 'dist/practice')),
  );
  app.get('/', (_request, response) => response.redirect('/practice/'));
}
