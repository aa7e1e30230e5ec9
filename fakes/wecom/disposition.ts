import type { Attachment } from './types.ts';

/** As an HTML form does it: a blank is `+`, the rest is percent-encoded. */
const formEncoded = (name: string) => new URLSearchParams({ n: name }).toString().slice(2);

/** RFC 5987; apostrophes, brackets and stars are to be encoded as well. */
const extended = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Node writes headers as latin1: this way the bytes on the wire are UTF-8. */
const utf8Header = (text: string) => Buffer.from(text).toString('latin1');

/** docs/protocol-wecom.md, section 4.3, point 2: the header in its odd encodings; undefined where there is none. */
export function contentDisposition({ name, disposition }: Attachment, video: boolean): string | undefined {
  if (typeof disposition === 'object') return utf8Header(disposition.raw);
  if (name === undefined) return undefined;
  switch (disposition ?? (video ? 'none' : 'form')) {
    case 'form':
      return `attachment; filename=${formEncoded(name)}`;
    case 'star':
      return `attachment; filename="download"; filename*=UTF-8''${extended(name)}`;
    case 'plain':
      return utf8Header(`attachment; filename="${name}"`);
    case 'stray-percent':
      return utf8Header(`attachment; filename="100%-${name}"`);
    case 'none':
      return undefined;
  }
}
