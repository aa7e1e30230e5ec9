import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { recordFile } from '../../src/application/keeping/cleaning.ts';
import { perform } from '../../src/application/perform.ts';
import { mend, type SentIn, sendIn, takeBack } from '../../src/application/screening/send-in.ts';
import type { Practice, SentFile } from './practice.ts';

/** Whoever stands behind a page: nobody whom the bot knows. */
const SENDER = { actor: { name: '', roles: [], units: [] }, origin: { entrance: 'page' as const, id: '1' } };

const codeHashOf = (code: string) => createHash('sha256').update(code).digest('hex');

interface Said {
  unitId?: string;
  categoryId?: string;
  title?: string;
  author?: string;
  workplace?: string;
  phone?: string;
  link?: string;
  files?: SentFile[];
}

/** Sends something in as a worker does on a unit's page, and finds it again by the code of the worker's own page. */
export function workersOf(office: Practice) {
  const stored = (files: SentFile[]) =>
    Promise.all(
      files.map(async ({ name, bytes }) => {
        const file = await office.office.store.put(Readable.from([bytes]), bytes.length + 1);
        await recordFile(office.office, file);
        return { name, ...file };
      }),
    );
  return {
    async sendIn(code: string, said: Said): Promise<SentIn> {
      const { unitId = 'hongtong', categoryId = 'photo', files = [], ...rest } = said;
      const whole = { title: '', author: '李建国', workplace: '瑞丰钢厂', phone: '', link: '', ...rest };
      const input = { ...whole, unitId, categoryId, files: await stored(files), codeHash: codeHashOf(code) };
      return perform(office.office, SENDER, sendIn, input);
    },
    async mend(code: string, said: Omit<Said, 'unitId' | 'categoryId'>): Promise<SentIn> {
      const { files, ...rest } = said;
      const whole = { title: '', author: '李建国', workplace: '瑞丰钢厂', phone: '', link: '', ...rest };
      const input = { ...whole, codeHash: codeHashOf(code), ...(files && { files: await stored(files) }) };
      return perform(office.office, SENDER, mend, input);
    },
    takeBack: (code: string) => perform(office.office, SENDER, takeBack, { codeHash: codeHashOf(code) }),
  };
}
