import type { LetterRead } from './letter-read.ts';
import { matchUnit } from './match-unit.ts';
import { matchWorks, type Reads } from './match-works.ts';
import { type Doubt, doubtsOf, type Matched } from './matched.ts';

/** What a mail is taken for. `known`: units for which its address was confirmed. Without works nothing is reported in it. */
export function match(reads: Reads, letter: LetterRead, known: readonly string[]): Matched {
  const unit = matchUnit(reads.tongue, letter, known);
  const { works, why, several } = matchWorks(reads, letter);
  const { files, links, identity } = letter;
  const kept: Doubt[] = [
    ...(works.some((work) => work.files.length === 0) ? (['no-file'] as const) : []),
    ...(several ? (['several'] as const) : []),
    ...(links.length > 0 ? (['links'] as const) : []),
    ...(files.some(({ extension }) => ['rar', '7z'].includes(extension)) ? (['rar'] as const) : []),
    ...(files.some(({ failure }) => failure !== undefined) ? (['failed'] as const) : []),
    ...(files.some(({ measured }) => measured?.unopened !== undefined || measured?.locked)
      ? (['locked'] as const)
      : []),
    ...(identity ? (['identity'] as const) : []),
  ];
  return {
    unitId: unit.unitId,
    units: unit.units,
    works,
    why: [...(unit.by ? [{ what: 'unit' as const, by: unit.by }] : []), ...why],
    doubts: doubtsOf({ ...unit, works }, kept),
  };
}

/** Whether a mail reports anything, or may: an answer, an advertisement and a mere greeting do not. */
export const reportsSomething = (letter: LetterRead, { works }: Pick<Matched, 'works'>): boolean =>
  works.length > 0 ||
  letter.links.length > 0 ||
  letter.files.some((file) => file.failure !== undefined || !file.inline);
