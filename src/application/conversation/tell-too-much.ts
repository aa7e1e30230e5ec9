import type { Answer } from '../delivery/answer.ts';
import { coordinatorsOf } from '../people/people.ts';
import { unitOf } from '../words/lexicons.ts';
import type { Page } from '../works/pages.ts';
import { tellStaff } from './tell.ts';
import type { Telling } from './telling.ts';

/** What the unit and the city's side hear where somebody floods a page. `full`: it holds no more; else one address has been shut out for a while. */
export async function tellOfTooMuch(telling: Telling, page: Page, full: boolean): Promise<Answer[]> {
  const unit = page.unitId === '' ? '' : unitOf(telling, page.unitId).short;
  const facts = { id: page.parentId ?? page.id, unit, many: page.purpose === 'screening', full };
  const text = telling.say('upload.too-much', facts);
  const county = page.unitId === '' ? [] : await coordinatorsOf(telling, [page.unitId]);
  return [...(await tellStaff(telling, text)), ...county.flatMap(({ to }) => (to ? [{ text, to }] : []))];
}
