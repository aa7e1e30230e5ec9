import type { Context } from './context.ts';

/**
 * The address of a page of the console, with the campaign that is spoken of where there are several: the page would else open the first
 * one. Empty while nobody has said where the console is reached.
 */
export function consolePage(
  { consoleUrl, campaigns, campaign }: Pick<Context, 'consoleUrl' | 'campaigns' | 'campaign'>,
  path: string,
): string {
  if (consoleUrl === undefined) return '';
  return `${consoleUrl}${path}${campaigns.size > 1 ? `?campaign=${encodeURIComponent(campaign.id)}` : ''}`;
}
