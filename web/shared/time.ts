const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The parts of an instant on the wall clock of Beijing, whatever zone the reader's computer is in. */
export function beijing(iso: string) {
  const of = Object.fromEntries(parts.formatToParts(new Date(iso)).map((part) => [part.type, part.value]));
  const { year = '', month = '', day = '', weekday = '', hour = '', minute = '' } = of;
  return { year, month, day, weekday, date: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

/** 2020-09-10 15:00 */
export function dateTime(iso: string): string {
  const at = beijing(iso);
  return `${at.date} ${at.time}`;
}

/** 09-10 15:00, with the year where it is not that of `now`. */
export function shortDateTime(iso: string, now: string): string {
  const at = beijing(iso);
  return at.year === beijing(now).year ? `${at.month}-${at.day} ${at.time}` : `${at.date} ${at.time}`;
}
