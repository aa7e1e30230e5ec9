import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { type Handout, handoutPdf } from '../adapters/pictures/handout-page.ts';
import { ROOT } from '../adapters/root.ts';
import type { Campaign, Category } from '../domain/campaign.ts';
import { deadlinesOf } from '../domain/deadline.ts';
import { cityTargetOf, isUndivided, targetsOf } from '../domain/target.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { configOf } from './config.ts';
import { handoutPhrases } from './phrases.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';

const say = sayingOf('handout', handoutPhrases);
/** Between the headings of the table, the names in a list, the rules of a category. */
const [BETWEEN, AND] = ['、', '；'];

/** A day counts to its end where no hour is named. */
const MIDNIGHT = '24:00';

/** Where the square leads: to the chat that the office names, else to the console of this installation. */
export interface Lead {
  chat?: string | undefined;
  publicUrl?: string | undefined;
}

/** What stands on the page for coordinators, out of the campaign's own data (docs/product.md, section 11). */
export function handoutOf(campaign: Campaign, lead: Lead): Handout {
  const deadline = deadlinesOf(campaign, []).base;
  const milestone = campaign.milestones.find(({ day }) => day === deadline.day);
  const floor = campaign.answers.find(({ aspect }) => aspect === 'over_quota');
  const example = campaign.categories.find(({ kind }) => kind === 'work') ?? campaign.categories[0];
  return {
    title: say('title', { campaign: campaign.name }),
    from: say('from', { issuer: campaign.issuer, number: campaign.document.number ?? '' }),
    due: deadline.open
      ? say('due-open')
      : say('due', { day: deadline.day, time: milestone?.time ?? MIDNIGHT, wording: milestone?.wording ?? '' }),
    what: {
      title: say('what'),
      head: say('head').split(BETWEEN),
      rows: campaign.categories.map((category) => [
        category.short,
        targetInWords(campaign, category),
        category.rules.map(({ text }) => text).join(AND) || say('rule-none'),
      ]),
      note: say('floor', { clause: floor?.clause ?? '' }),
    },
    how: {
      title: say('how'),
      steps: say('steps', { example: say('example', { category: example?.short ?? '' }) }).split('\n'),
    },
    ask: {
      title: say('ask'),
      lines: campaign.contacts.map(({ office, name = '', phones, email = '' }) =>
        say('contact', { office, name, phones: phones.join(BETWEEN), email }),
      ),
    },
    ...codeOf(lead),
  };
}

function codeOf({ chat, publicUrl }: Lead): Pick<Handout, 'code'> {
  if (chat !== undefined) return { code: { address: chat, caption: say('code-chat') } };
  if (publicUrl === undefined) return {};
  return { code: { address: `${publicUrl.replace(/\/$/, '')}/console/`, caption: say('code-console') } };
}

/** What most units have to reach, and who has another number. */
function targetInWords(campaign: Campaign, { id, measure }: Category): string {
  const city = cityTargetOf(campaign, id);
  if (city !== undefined && isUndivided(campaign, id)) return say('target-city', { number: city, measure });
  const units = new Map<number, string[]>();
  for (const [unitId, targets] of targetsOf(campaign, [])) {
    const number = targets.get(id);
    const short = campaign.units.find((unit) => unit.id === unitId)?.short ?? unitId;
    if (number !== undefined) units.set(number, [...(units.get(number) ?? []), short]);
  }
  const [most, ...rest] = [...units].sort(([, a], [, b]) => b.length - a.length);
  if (!most) return say('target-none');
  // With more than one other number the table itself has to be looked at.
  const [other] = rest.length === 1 ? rest : [];
  return say('target', {
    number: most[0],
    measure,
    others: other ? other[1].join(BETWEEN) : '',
    otherNumber: other ? other[0] : '',
  });
}

/** Writes the page where it is wanted. */
export function handout(args: readonly string[], root = ROOT): { text: string; exitCode: 0 | 2 } {
  const options = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = args.slice(at, at + 2);
    if ((name !== '--out' && name !== '--chat') || value === undefined) return { text: say('usage'), exitCode: 2 };
    options.set(name, value);
  }
  const {
    campaigns: [id = ''],
    publicUrl,
  } = configOf(root);
  const campaign = loadCampaign(campaignFileOf(root, id));
  const page = handoutOf(campaign, { chat: options.get('--chat'), publicUrl });
  const file = options.get('--out') ?? join(root, `handout-${id}.pdf`);
  writeFileSync(file, handoutPdf(page));
  return { text: say('written', { file, code: page.code !== undefined }), exitCode: 0 };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    requireWordsOf('start', 'handout');
    const { text, exitCode } = handout(process.argv.slice(2));
    (exitCode === 0 ? console.log : console.error)(text);
    process.exitCode = exitCode;
  } catch (error) {
    console.error(startProblem(error));
    process.exitCode = 1;
  }
}
