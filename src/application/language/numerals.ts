/** 六七十 is sixty or more; undefined for what is not said so. */
export function readRoughNumeral(
  written: string,
  { digits, tens }: { digits: Record<string, number>; tens: Record<string, number> },
): number | undefined {
  const [low, high, ten, ...more] = written.trim();
  const [from, to, unit] = [digits[low ?? ''], digits[high ?? ''], tens[ten ?? '']];
  const rough = from !== undefined && unit !== undefined && to === from + 1 && more.length === 0;
  return rough ? from * unit : undefined;
}

/** A whole number written in digits of any width or in Chinese numerals (六十, 两百三); undefined for anything else. */
export function readNumeral(
  written: string,
  { digits, tens }: { digits: Record<string, number>; tens: Record<string, number> },
): number | undefined {
  const text = written.normalize('NFKC').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  let total = 0;
  let last: number | undefined;
  let unit = 1;
  for (const letter of text) {
    const ten = tens[letter];
    const digit = digits[letter];
    if (ten !== undefined) {
      total += (last ?? 1) * ten;
      last = undefined;
      unit = ten;
    } else if (digit !== undefined) {
      if (last !== undefined && last !== 0) return undefined;
      last = digit;
    } else return undefined;
  }
  if (text === '') return undefined;
  const spokenShort = last !== undefined && unit > 10 && !/[零〇]/.test(text);
  return total + (last ?? 0) * (spokenShort ? unit / 10 : 1);
}
