import { createHash } from 'node:crypto';
import type { Drawing } from '../../domain/drawing.ts';
import type { OutgoingFile } from '../message.ts';
import type { House } from '../office.ts';
import { storeMade } from './store-sheet.ts';

type Stored = OutgoingFile & { size: number };

/** What was drawn lately, by what is on it: the same thing is asked for again and again. */
const drawn = new Map<string, Stored>();
const MOST_DRAWN = 200;

/** Draws into the store, as a png of less than 2 MB; what was drawn before is there already. Throws `NoFont`. */
export async function storePicture(house: House, name: string, drawing: Drawing): Promise<Stored> {
  const key = createHash('sha256').update(JSON.stringify(drawing)).digest('hex');
  const known = drawn.get(key);
  if (known && (await house.prisma.blob.count({ where: { sha256: known.sha256 } })) > 0) return known;
  const stored = await storeMade(house, `${name}.png`, () => house.pictures.draw(drawing));
  const [oldest] = drawn.keys();
  if (drawn.size >= MOST_DRAWN && oldest !== undefined) drawn.delete(oldest);
  drawn.set(key, stored);
  return stored;
}
