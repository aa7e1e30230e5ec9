import { beijing as read } from '../shared/time.ts';
import { words } from './words.ts';

/** 2020-09-10 周四 15:00 */
export function fullTime(iso: string): string {
  const at = read(iso);
  return `${at.date} ${at.weekday} ${at.time}`;
}

/** 9月14日 周一 09:03 */
export function dayTime(iso: string): string {
  const at = read(iso);
  return `${Number(at.month)}月${Number(at.day)}日 ${at.weekday} ${at.time}`;
}

/** As chats say it: 15:02 today, 昨天 15:02, else the day. */
export function chatTime(iso: string, now: string): string {
  const at = read(iso);
  if (at.date === read(now).date) return at.time;
  if (at.date === read(new Date(Date.parse(now) - 86_400_000).toISOString()).date)
    return `${words.yesterday} ${at.time}`;
  return at.year === read(now).year ? dayTime(iso) : fullTime(iso);
}

/** For the narrow column of the conversation list. */
export function shortTime(iso: string, now: string): string {
  const at = read(iso);
  return at.date === read(now).date ? at.time : `${Number(at.month)}/${Number(at.day)}`;
}

export const minutesBetween = (earlier: string, later: string) => (Date.parse(later) - Date.parse(earlier)) / 60_000;

/** 2:05 */
export function playingTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
