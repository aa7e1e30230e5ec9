import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../application/ports.ts';
import { beijingDay, monthOf } from '../domain/time.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/**
 * Calls of this month to platforms that count them, beside what there are; `budgets`: channel → calls a month. Returns
 * what reads them anew; they are left out while the database does not answer.
 */
export function measureCalls(
  registry: Registry,
  { prisma, clock, budgets }: { prisma: PrismaClient; clock: Clock; budgets(): Map<string, number> },
): () => Promise<void> {
  const [labelNames, registers] = [['channel'], [registry]];
  const help = "Calls to the platform's interfaces this calendar month";
  const calls = new Gauge({ name: 'baosong_api_calls', help, labelNames, registers });
  const budget = new Gauge({
    name: 'baosong_api_calls_budget',
    help: 'Calls that there are in a calendar month',
    labelNames,
    registers,
  });
  return async () => {
    for (const [channel, most] of budgets()) budget.set({ channel }, most);
    const month = monthOf(beijingDay(clock.now()));
    const rows = await prisma.apiCalls.findMany({ where: { month } }).catch(() => undefined);
    calls.reset();
    if (!rows) return;
    for (const channel of budgets().keys())
      calls.set({ channel }, rows.find((row) => row.channel === channel)?.calls ?? 0);
  };
}
