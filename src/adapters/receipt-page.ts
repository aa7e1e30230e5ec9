import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { receiptSheet, standingNow } from '../application/conversation/receipt-sheet.ts';
import type { House } from '../application/office.ts';
import { receiptByCode } from '../application/works/receipts.ts';
import type { ReceiptSheet } from '../domain/receipt-sheet.ts';

type Shown = Pick<House, 'prisma' | 'say' | 'campaigns'>;

const ALL_FILES = 500;

/**
 * `/r/<code>`: what a receipt told and how its entry stands now, for whoever was shown it. Without script, from nowhere else, and kept
 * by no cache and no search engine.
 */
export function serveReceipts(app: Express, house: Shown): void {
  app.get('/r/:code', async (request, response) => {
    const { code } = request.params;
    const found = await receiptByCode({ tx: house.prisma }, code);
    const nonce = randomBytes(16).toString('base64');
    response.set({
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex, nofollow',
      'Referrer-Policy': 'no-referrer',
    });
    response.status(found && house.campaigns.has(found.entry.campaign) ? 200 : 404).type('html');
    const { say } = house;
    const office = found && house.campaigns.get(found.entry.campaign);
    if (!office)
      return void response.send(
        page(say('receipt.sheet-heading'), nonce, `<p>${safe(say('receipt.sheet-unknown'))}</p>`),
      );
    const sheet = receiptSheet(office, found.receipt, ALL_FILES);
    const body = `${bodyOf(sheet, standingNow(office, found.receipt, found.entry))}<p class="genuine">${safe(say('receipt.sheet-genuine'))}</p>`;
    response.send(page(`${sheet.heading} ${sheet.number}`, nonce, body));
  });
}

function bodyOf(sheet: ReceiptSheet, now: string): string {
  const rows = sheet.rows.map(({ label, value }) => `<dt>${safe(label)}</dt><dd>${safe(value)}</dd>`);
  const files = sheet.files.map(
    ({ name, about, sha256 }) =>
      `<li><b>${safe(name)}</b><span>${safe(about)}</span><code>sha256 ${safe(sha256)}</code></li>`,
  );
  return [
    `<h1>${safe(sheet.heading)}</h1><p class="small">${safe(sheet.campaign)}</p><hr>`,
    `<h2>${safe(sheet.number)}${sheet.late && `<em>${safe(sheet.late)}</em>`}</h2><h3>${safe(sheet.title)}</h3>`,
    `<dl>${rows.join('')}</dl>`,
    now && `<p class="now">${safe(now)}</p>`,
    files.length > 0 ? `<hr><h4>${safe(sheet.filesHeading)}</h4><ul>${files.join('')}</ul>` : '',
    sheet.more && `<p>${safe(sheet.more)}</p>`,
    `<hr><p class="small">${safe(sheet.issued)}</p>`,
  ].join('\n');
}

const STYLE = `
  :root { color-scheme: light; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1f2329 }
  body { margin: 0; background: #f2f3f5 } main { max-width: 560px; margin: 0 auto; padding: 20px; background: #fff; border-top: 6px solid #1f4e79; min-height: 80vh; overflow-wrap: anywhere }
  h1 { color: #1f4e79; font-size: 1.4rem; margin: 0 } h2 { font-size: 1.5rem; margin: 0; display: flex; justify-content: space-between } h3 { font-size: 1.15rem; margin: .2rem 0 .8rem }
  h4 { margin: 0 } em { align-self: center; font-style: normal; font-size: 1rem; color: #b03a2e; border: 2px solid; padding: 0 .6rem }
  dl { display: grid; grid-template-columns: 4em 1fr; margin: 0 } dt, .small, span, code { color: #646a73 } dd { margin: 0 } hr { border: 0; border-top: 1px solid #dee0e3; margin: 1rem 0 }
  ul { list-style: none; margin: 0; padding: 0 } li { margin: .6rem 0; display: grid } li b { font-weight: normal } span, .small { font-size: .85rem; margin: 0 } code { font-size: .75rem }
  .now { background: #fff6e5; padding: .5rem .8rem; margin: .8rem 0 0 } .genuine { color: #1b6e3c; font-weight: bold }
`;

const page = (title: string, nonce: string, body: string) =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(title)}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>${body}</main></body></html>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
