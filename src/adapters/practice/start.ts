import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express } from 'express';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Bot } from '../../application/bot.ts';
import type { Office } from '../../application/office.ts';
import { diskFiles } from '../files/disk.ts';
import { readSections } from '../prompt-files.ts';
import { PracticeChannel } from './channel.ts';
import { PracticeClock } from './clock.ts';
import { CHANNEL, practicePeople, seedPeople } from './people.ts';
import { fromThisComputer, practiceRoutes } from './routes.ts';

const namesSchema = z.strictObject({
  bot: z.string(),
  group: z.string(),
  staff: z.string(),
  admin: z.string(),
  stranger: z.string(),
  coordinators: z.array(z.string()).min(1),
});

export interface PracticeStart {
  root: string;
  dataDir: string;
  office: Office;
  bot: Bot;
  app: Express;
}

/** Practice mode: its people, its platform, its page and interface under /practice. */
export async function startPractice({ root, dataDir, office, bot, app }: PracticeStart): Promise<void> {
  const { prisma, campaign, store, clock } = office;
  if (!(clock instanceof PracticeClock)) throw new Error('practice on real time');
  const names = namesSchema.parse(parse(readFileSync(path.join(root, 'prompts/practice.yaml'), 'utf8')));
  const people = practicePeople(campaign, names);
  await seedPeople(prisma, people, clock.now());
  const uploads = await diskFiles(path.join(dataDir, 'practice-uploads'));
  const platform = new PracticeChannel({ prisma, clock, uploads, store }, people, names);
  office.channels.set(CHANNEL, platform);
  const errors = readSections(path.join(root, 'prompts'));
  const sentence = (code: string) => errors.get(`practice-errors.${code}`)?.template ?? code;
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
