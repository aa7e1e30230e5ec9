import type { Practice } from './practice.ts';

/** How many rows there are of everything that a message may change. */
export async function counted({ prisma }: Practice): Promise<Record<string, number>> {
  const tables = {
    submission: prisma.submission,
    submissionFile: prisma.submissionFile,
    tally: prisma.tally,
    audit: prisma.audit,
    zeroReport: prisma.zeroReport,
    extension: prisma.extension,
    targetChange: prisma.targetChange,
    plannedReminder: prisma.plannedReminder,
    membership: prisma.membership,
    question: prisma.question,
  };
  const counts: [string, number][] = [];
  for (const [name, table] of Object.entries(tables))
    counts.push([name, await (table as unknown as { count(): Promise<number> }).count()]);
  return Object.fromEntries(counts);
}

/** Every row of every table as text, to look for what must not be in it. */
export async function wholeDatabase({ prisma }: Practice): Promise<string> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return texts.join('\n');
}
