/** Points as people write them, in hundredths: `86`, `86.5`, `８６．５分`. Undefined for what is no number or has more decimals. */
export function pointsIn(written: string): number | undefined {
  const [, whole = '', part = ''] =
    /^(\d{1,5})(?:\.(\d{1,2}))?0*\s*\u5206?$/.exec(written.normalize('NFKC').trim()) ?? [];
  return whole === '' ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** Hundredths as people read them: 8650 is 86.5. */
export const pointsOut = (points: number): string => String(points / 100);

export interface SaidMarks {
  /** Hundredths, by criterion. */
  points: Record<string, number>;
  whole?: number;
}

/**
 * What somebody writes behind a work's number: `86` for the whole, `35 28 26` for all criteria in their order, `主题立意35 艺术表现:26`
 * for some by name. Undefined for anything else: a mark is not guessed.
 */
export function marksIn(said: string, criteria: { id: string; name: string }[]): SaidMarks | undefined {
  const text = said.normalize('NFKC').trim();
  const named = Object.fromEntries(
    criteria.flatMap(({ id, name }) => {
      const found = new RegExp(`${name}\\s*[:=]?\\s*(\\d+(?:\\.\\d+)?)(?:\\s*\\u5206)?`, 'u').exec(text);
      const points = found ? pointsIn(found[1] ?? '') : undefined;
      return points === undefined ? [] : [[id, { points, said: found?.[0] ?? '' }] as const];
    }),
  );
  const left = Object.values(named).reduce((rest, one) => rest.replace(one.said, ' '), text);
  const words = left.split(/[\s,;、/]+/).filter((word) => word !== '');
  if (Object.keys(named).length > 0)
    return words.length > 0
      ? undefined
      : { points: Object.fromEntries(Object.entries(named).map(([id, { points }]) => [id, points])) };
  const numbers = words.map(pointsIn);
  if (numbers.some((one) => one === undefined)) return undefined;
  const [first, ...more] = numbers as number[];
  if (first === undefined) return undefined;
  if (criteria.length === 1 && more.length === 0) return { points: { [criteria[0]?.id ?? '']: first } };
  if (more.length === 0) return { points: {}, whole: first };
  if (numbers.length !== criteria.length) return undefined;
  return { points: Object.fromEntries(criteria.map(({ id }, at) => [id, numbers[at] as number])) };
}
