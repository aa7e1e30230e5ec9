import type { ReceiptSheet } from '../../domain/receipt-sheet.ts';
import { beijingDayAndTime } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import { durationInWords, sizeInWords } from '../words/measures.ts';
import { labelOf } from '../words/vocabulary.ts';
import type { Receipt } from '../works/receipts.ts';

type Words = Pick<Office, 'say' | 'vocabulary' | 'campaign'>;

/** As many as a picture of a receipt lists; its page lists all. */
const MOST_ON_PICTURE = 20;

/** Where the page of a receipt is; empty when nobody outside reaches this server. */
export const receiptAddress = ({ publicUrl }: Pick<Office, 'publicUrl'>, code: string): string =>
  publicUrl === undefined ? '' : `${publicUrl.replace(/\/+$/, '')}/r/${code}`;

/** A receipt in words, for a picture (`listed`: the first files only) or a page. */
export function receiptSheet(
  words: Words & Pick<Office, 'publicUrl'>,
  { code, told, issuedAt }: Receipt,
  listed = MOST_ON_PICTURE,
): ReceiptSheet {
  const { say, vocabulary, campaign } = words;
  const unit = campaign.units.find(({ id }) => id === told.unitId);
  const category = campaign.categories.find(({ id }) => id === told.categoryId);
  const { title = '', author = '', link = '' } = told.said ?? {};
  const state = vocabulary.states[told.state];
  const rows = [
    { label: say('receipt.sheet-category'), value: category?.short ?? told.categoryId },
    { label: say('receipt.sheet-unit'), value: unit?.name ?? told.unitId },
    { label: labelOf(words, 'author'), value: author },
    { label: labelOf(words, 'link'), value: link },
    { label: say('receipt.sheet-received'), value: beijingDayAndTime(new Date(told.receivedAt)) },
    {
      label: say('receipt.sheet-state'),
      value: say('receipt.sheet-standing', {
        state,
        version: told.version > 1 ? told.version : '',
        onBehalf: told.onBehalf,
      }),
    },
  ];
  const rest = told.files.length - listed;
  return {
    heading: say('receipt.sheet-heading'),
    campaign: campaign.name,
    number: `#${told.number}`,
    title: told.said === undefined ? say('receipt.sheet-erased') : `《${title}》`,
    late: told.late ? say('receipt.sheet-late') : '',
    rows: rows.filter(({ value }) => value !== ''),
    filesHeading: told.files.length === 0 ? '' : say('receipt.sheet-files', { count: told.files.length }),
    files: told.files.slice(0, listed).map(({ name = '', size, durationMs, sha256 }) => ({
      name,
      about: [sizeInWords(size), durationMs === undefined ? '' : durationInWords(words, durationMs)]
        .filter((one) => one !== '')
        .join(' '),
      sha256,
    })),
    more: rest > 0 ? say('receipt.sheet-more', { count: rest }) : '',
    check: say('receipt.sheet-check', { number: told.number }),
    address: receiptAddress(words, code),
    issued: say('receipt.sheet-issued', { time: beijingDayAndTime(issuedAt) }),
    unknownSigns: say('receipt.sheet-unknown-signs'),
  };
}

/** How the entry stands now, where that is another thing than its receipt told; empty otherwise. */
export function standingNow(
  { say, vocabulary }: Words,
  { told }: Receipt,
  { state, version }: { state: keyof Words['vocabulary']['states']; version: number },
): string {
  if (state === told.state && version === told.version) return '';
  return say('receipt.sheet-now', { state: vocabulary.states[state], version: version > 1 ? version : '' });
}
