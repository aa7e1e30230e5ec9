import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { OutgoingFile } from '../message.ts';
import type { House } from '../office.ts';
import type { Looking } from '../ports.ts';

/** No file that we make for a chat is larger. */
const LARGEST = 200_000_000;

/** What we have made ourselves is not looked at. */
const UNSEEN: Looking = { begin: async () => false, end: async () => {} };

/** Writes a sheet into the store. `name` has no extension. */
export const storeSheet = (house: House, name: string, sheet: SheetToWrite | SheetToWrite[]) =>
  storeMade(house, `${name}.xlsx`, () => house.workbooks.write(sheet));

/** Keeps a file of our own making; the cleaning takes it a day after it was sent. */
export async function storeMade(
  house: House,
  name: string,
  make: () => Promise<Parameters<House['store']['put']>[0]>,
): Promise<OutgoingFile & { size: number }> {
  for (;;)
    try {
      const stored = await house.store.put(await make(), LARGEST, UNSEEN);
      await recordFile(house, stored);
      return { name, sha256: stored.sha256, size: stored.size };
    } catch (error) {
      if (!(error instanceof BytesRemoved)) throw error;
    }
}
