import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { knownYear } from '../adapters/calendar.ts';
import { loadCampaign } from '../adapters/campaign-file.ts';
import type { Campaign } from '../domain/campaign.ts';
import { endOf, yearsOf } from '../domain/campaign-days.ts';
import { isReporting } from '../domain/deadline.ts';

/** What an office should look at before it runs the campaign; `code` names the sentence `warn-<code>`. */
export interface CampaignWarning {
  code: 'erase-before-end' | 'no-erase-day' | 'same-id' | 'year-unknown' | 'no-units' | 'no-deadline';
  facts: Record<string, string | number>;
}

/** `folders` hold the campaigns of other years and places. */
export function campaignWarnings(campaign: Campaign, file: string, folders: readonly string[]): CampaignWarning[] {
  const { eraseAfter: day } = campaign.privacy;
  const end = endOf(campaign);
  const warn = (code: CampaignWarning['code'], when: boolean, facts: CampaignWarning['facts'] = {}) =>
    when ? [{ code, facts }] : [];
  return [
    ...warn('no-units', campaign.units.length === 0),
    ...warn('no-deadline', !campaign.milestones.some(isReporting) && campaign.recurring.length === 0),
    ...warn('no-erase-day', day === undefined),
    ...(day !== undefined && end !== undefined ? warn('erase-before-end', day < end, { day, end }) : []),
    ...sameId(campaign, file, folders),
    ...yearsOf(campaign).flatMap((year) => warn('year-unknown', !knownYear(year), { year })),
  ];
}

/** Records are kept by the id: two campaigns of one id would share them. */
function sameId(campaign: Campaign, file: string, folders: readonly string[]): CampaignWarning[] {
  const others = new Set([dirname(file), ...folders].flatMap(campaignsIn));
  return [...others].flatMap((other): CampaignWarning[] => {
    if (basename(other) === basename(file)) return [];
    const found = readable(other);
    if (!found || found.id !== campaign.id || sameDays(found, campaign)) return [];
    return [{ code: 'same-id', facts: { id: campaign.id, file: relative('.', other) } }];
  });
}

function campaignsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function readable(file: string): Campaign | undefined {
  try {
    return loadCampaign(file);
  } catch {
    return undefined;
  }
}

const daysOf = ({ milestones, phases }: Campaign): string =>
  JSON.stringify([milestones.map(({ day, month }) => [day, month]), phases.map(({ from, to }) => [from, to])]);

const sameDays = (one: Campaign, other: Campaign): boolean => daysOf(one) === daysOf(other);
