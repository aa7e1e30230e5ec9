import { stringify } from 'yaml';

/** A campaign as a file that people edit: long texts in one line, empty parts left out, the comment on top. */
export function writeCampaign(campaign: object, comment: string): string {
  const filled = Object.fromEntries(
    Object.entries(campaign).filter(([, part]) => !(Array.isArray(part) && part.length === 0)),
  );
  const head = comment
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n');
  return `${head}\n${stringify(filled, { lineWidth: 0, singleQuote: true })}`;
}
