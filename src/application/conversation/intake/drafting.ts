import { draft } from '../../works/draft.ts';
import { spoken } from '../context.ts';
import { settle } from './settle.ts';

/** A draft goes on at once: it is received when nothing is missing, else the next thing is asked. */
export const drafting = spoken(draft, settle);
