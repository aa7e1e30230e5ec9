import { resolve } from '../../../domain/resolve.ts';
import type { Answer } from '../../delivery/answer.ts';
import { readNumeral } from '../../language/numerals.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, surely } from '../../words/lexicons.ts';
import { draft, fill, gatheredDraft } from '../../works/draft.ts';
import type { Context } from '../context.ts';
import { settle } from './settle.ts';

/** What somebody says of files that are still to come, as far as it was said. */
export interface FilesCounted {
  expects: number;
  /** 10件 are ten works; 10张 may be one. */
  asOne?: false;
  categoryId?: string;
}

const MOST_AT_ONCE = 50;

/** `共10张`, `摄影 10件`, said alone or beside the first of them; undefined for anything else. */
export function filesCounted(
  { tongue, lexicons, campaign, message }: Context,
  said = message.text,
): FilesCounted | undefined {
  const { c = '', v = '', u = '', c2 = '' } = tongue.grammar.words.files_counted?.exec(said)?.groups ?? {};
  const expects = readNumeral(v, tongue.grammar.raw.entities);
  if (expects === undefined || expects < 2 || expects > MOST_AT_ONCE) return undefined;
  const named = c || c2;
  const found = named === '' ? undefined : resolve(lexicons.categories, named);
  const sure = found?.kind === 'one' && surely(lexicons.categories, named);
  // Any other word makes another sentence of it: 差10张, 走进10个企业.
  if (named !== '' && !sure) return undefined;
  const categoryId = found?.kind === 'one' ? found.id : undefined;
  if (categoryId !== undefined && categoryOf({ campaign }, categoryId).kind !== 'work') return undefined;
  const counted = u === '' ? {} : { asOne: false as const };
  return { expects, ...counted, ...(categoryId !== undefined && { categoryId }) };
}

/** Says how many are to come: of the files that came already without a word, or of a draft that waits for them all. */
export async function takeCount(context: Context): Promise<Answer[] | undefined> {
  const { units } = context.actor;
  if (context.inGroup || units.length === 0 || !allowed(context, 'report')) return undefined;
  const said = filesCounted(context);
  if (!said) return undefined;
  const gathered = await gatheredDraft(context);
  if (gathered) return settle(context, (await fill(context, { number: gathered.number, ...said })).entry);
  const [unitId] = units.length === 1 ? units : [];
  return settle(context, (await draft(context, { ...(unitId !== undefined && { unitId }), ...said })).entry);
}
