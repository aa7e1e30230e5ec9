import { Counter } from 'prom-client';

/** Requests that no page of ours makes. Many of one kind are somebody's attempts. */
export const refusedRequests = new Counter({
  name: 'baosong_console_refused',
  help: 'Requests to the console that were refused, by why',
  labelNames: ['why'],
  registers: [],
});

export type Why =
  | 'host'
  | 'origin'
  | 'not-json'
  | 'http'
  | 'no-session'
  | 'link'
  | 'too-often'
  | 'stale'
  | 'unreadable';

export const countRefused = (why: Why): void => refusedRequests.inc({ why });
