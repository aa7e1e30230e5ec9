import { extensionOf } from '../../../domain/formats.ts';
import { mayForSomeUnit } from '../../../domain/permission.ts';
import type { Who } from '../../language/reading.ts';
import type { SaidFile, Segments } from '../../language/segments.ts';
import type { Speaker } from '../../turn.ts';
import type { Context } from '../context.ts';
import { isToldOf, isWithheld } from '../intake/withheld.ts';
import { type Understood, understand } from './understand.ts';

/** What the message in hand is meant as, by the rules. */
export function understood(context: Context): Understood {
  const { tongue, vocabulary, actor, inGroup, now } = context;
  return understand(tongue, vocabulary, segmentsIn(context), { ...listeningTo(actor), inGroup, now });
}

/** Who speaks, as far as words depend on it. */
export function listeningTo(actor: Speaker): { who: Who; ownUnits: readonly string[] } {
  const who = mayForSomeUnit(actor, 'read-all-units') ? 'staff' : actor.units.length > 0 ? 'county' : 'anyone';
  return { who, ownUnits: actor.units };
}

/** Some platforms tell a file's name only when it is fetched, so the fetched names are used. */
function segmentsIn({ message: { text, files: sent, quote }, files: received }: Context): Segments {
  const told =
    received.length > 0
      ? received.filter((file) => !isWithheld(file) || file.name !== '')
      : [
          ...sent.map(({ name }) => ({ name, quoted: false })),
          ...(quote?.files ?? []).filter(isToldOf).map(({ name }) => ({ name, quoted: true })),
        ];
  return {
    said: text,
    files: told.map(({ name = '', quoted }): SaidFile => ({ name, ext: extensionOf(name), quoted })),
    ...(quote && { quote: quote.text ?? '' }),
  };
}
