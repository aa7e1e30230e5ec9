/** Levenshtein distance with a swap of neighbours counted as one. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const up = rows[i - 1];
      if (!up) row.push(j);
      else {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        let least = Math.min((up[j] as number) + 1, (row[j - 1] as number) + 1, (up[j - 1] as number) + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          least = Math.min(least, (rows[i - 2]?.[j - 2] as number) + 1);
        row.push(least);
      }
    }
  }
  return rows[a.length]?.[b.length] as number;
}
