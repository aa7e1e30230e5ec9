import { peopleNamed } from '../../../domain/person-name.ts';
import { isSheet } from '../../../domain/sheet.ts';
import { categoryOfKind } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse } from '../../words/refuse.ts';
import { receive } from '../../works/receive.ts';
import { type Context, command, spoken } from '../context.ts';
import { receivedInWords } from '../intake/received.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { registerNamed, takeRoster } from '../roster/register-roster.ts';
import { speakerIn } from '../speaking.ts';

export const receiving = spoken(receive, receivedInWords);

export const ambassador = command({
  id: 'ambassador',
  action: 'report',
  takesFiles: true,
  args: {
    unit: { kind: 'unit', for: 'report' },
    name: { kind: 'person' },
    workplace: { kind: 'word' },
    fields: { kind: 'fields', of: 'ambassador' },
  },
  async handle(context, { unit: unitId, name: written = '', workplace: place = '', fields }) {
    speakerIn(context);
    const categoryId = categoryOfKind(context, 'ambassador').id;
    const files = usableFiles(context);
    const sheets = files.filter(isSheet);
    if (sheets.length > 0) return takeRoster(context, { unitId, categoryId, files: sheets });
    const name = oneLine(peopleNamed(written).join('、'), 20);
    const { workplace, phone } = withoutPhone(context, oneLine(place, 60));
    if (name === '') misuse('ambassador.no-name');
    if (workplace === '') misuse('ambassador.no-workplace', { name: context.inGroup ? '' : name });
    const people = peopleNamed(written).map((one) => oneLine(one, 20));
    if (people.length > 1)
      return registerNamed(context, {
        unitId,
        categoryId,
        people: people.map((one) => ({ ...fields, name: one, workplace })),
      });
    const said = { ...phone, ...fields, name, workplace };
    return receiving.carryOut(context, { unitId, categoryId, title: name, fields: said, files });
  },
});

/** `蒲县电厂 电话 139…`: a mobile number is kept in its own field alone, which is not shown in a group. */
function withoutPhone(context: Context, written: string): { workplace: string; phone?: { phone: string } } {
  const phone = /(?<!\d)1[3-9]\d{9}$/.exec(written)?.[0];
  if (phone === undefined) return { workplace: written };
  const labels = [...(context.vocabulary.commands.ambassador?.fields.phone ?? [])].sort((a, b) => b.length - a.length);
  const before = trimmed(written.slice(0, -phone.length));
  const label = labels.find((one) => before.endsWith(one)) ?? '';
  return { workplace: trimmed(before.slice(0, before.length - label.length)), phone: { phone } };
}

const trimmed = (text: string) => text.replace(/[\s,，;；:：]+$/, '');
