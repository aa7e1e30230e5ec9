import { addDays, beijingDay, instantAt } from '../../src/domain/time.ts';
import type { PrismaClient } from '../../src/generated/prisma/client.ts';
import type { Dice } from '../support/dice.ts';
import type { TestServer } from '../support/postgres.ts';
import type { Balancer } from './balancer.ts';
import type { ChaosClock } from './clock.ts';
import type { Crowd } from './crowd.ts';
import type { Fault, FaultKind, Planned } from './plan.ts';
import type { Platform } from './platform.ts';
import type { Processes } from './processes.ts';
import type { Condition } from './watch.ts';

export interface FaultParts {
  planned: Planned[];
  server: TestServer;
  prisma: PrismaClient;
  processes: Processes;
  balancer: Balancer;
  platforms: Platform[];
  clock: ChaosClock;
  crowd: Crowd;
  dice: Dice;
  condition(): Condition | undefined;
  /** How long a jump of the clock waits for works that are under way. */
  pairsMs: number;
}

/** When a fault was there, in `performance.now()`. */
export interface Suffered {
  kind: FaultKind;
  from: number;
  to: number;
  /** The process that was struck, and whether it held the long connection; absent when nobody knows. */
  pid?: number;
  heldLine?: boolean;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Does what the plan says, when so many messages have been sent; several faults may be there at once. */
export class Faults {
  readonly suffered: Suffered[] = [];
  readonly #parts: FaultParts;
  readonly #waiting: Planned[];
  readonly #under: Set<Promise<void>> = new Set();
  /** One server, one interruption at a time. */
  #database: Promise<void> = Promise.resolve();
  problems: string[] = [];

  constructor(parts: FaultParts) {
    this.#parts = parts;
    this.#waiting = [...parts.planned];
  }

  onCount(count: number): void {
    while ((this.#waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= count) this.#begin(this.#waiting.shift() as Planned);
  }

  /** Resolves when none is under way. */
  async over(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under);
  }

  #begin(fault: Fault): void {
    const suffered: Suffered = { kind: fault.kind, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.suffered.push(suffered);
    const under = this.#perform(fault, suffered)
      .catch((error: Error) => void this.problems.push(`${fault.kind}: ${error?.message}`))
      .finally(() => {
        suffered.to = performance.now();
        this.#under.delete(under);
      });
    this.#under.add(under);
  }

  async #perform(fault: Fault, suffered: Suffered): Promise<void> {
    const { server, prisma, processes, balancer, platforms, clock, crowd, dice, condition, pairsMs } = this.#parts;
    switch (fault.kind) {
      case 'kill':
      case 'terminate':
      case 'pause':
      case 'clock-skew': {
        const running = processes.running;
        if (running.length === 0) return;
        // Whoever is told to end gives up the schedule, for another one to go on with it.
        const schedules = running.filter(
          ({ pid }) => fault.kind === 'terminate' && pid === condition()?.scheduleHolder,
        );
        const one = dice.pick(schedules.length > 0 ? schedules : running);
        suffered.pid = one.pid;
        const holder = condition()?.lineHolder;
        if (holder !== undefined) suffered.heldLine = holder === one.pid;
        if (fault.kind === 'pause') return processes.pause(one, fault.forMs);
        if (fault.kind === 'clock-skew') {
          processes.skew(one, fault.byMs);
          await pause(fault.forMs);
          return processes.skew(one, 0);
        }
        await processes.kill(one, fault.kind);
        await pause(fault.awayMs);
        return processes.startOne();
      }
      case 'database-restart':
      case 'database-crash': {
        const how = fault.kind === 'database-crash' ? 'crash' : 'restart';
        this.#database = this.#database.then(() => server.interrupt(how, fault.awayMs));
        return this.#database;
      }
      case 'database-connections-cut':
        // A database that is away has no connections to cut.
        await prisma.$queryRaw`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'baosong-bot' AND pid <> pg_backend_pid() AND datname = current_database()`.catch(
          () => undefined,
        );
        return;
      case 'web-cut':
        balancer.cut();
        await pause(fault.forMs);
        return balancer.mend();
      case 'clock-jump':
        return crowd.withoutPairs(() => clock.jump(fault.byMs), pairsMs);
      case 'next-morning':
        return crowd.withoutPairs(() => {
          const morning = new Date(
            instantAt(addDays(beijingDay(clock.now()), 1), '00:00').getTime() + fault.minute * 60_000,
          );
          clock.jump(morning.getTime() - clock.now().getTime());
        }, pairsMs);
      case 'disk-full':
        processes.fillDisk(true);
        await pause(fault.forMs);
        return processes.fillDisk(false);
      default:
        await dice.pick(platforms).perform(fault);
    }
  }
}
