import { randomUUID } from 'node:crypto';

/**
 * One file as a form, in the field `media`. The name is raw UTF-8: an encoded `filename*` is not honoured
 * (docs/protocol-wecom.md, section 2.6). `fields` are plain values before it.
 */
export function mediaForm(
  { name, bytes }: { name: string; bytes: Buffer },
  fields: Record<string, string> = {},
): { type: string; body: Buffer } {
  const boundary = `baosong-${randomUUID()}`;
  const safe = name.replace(/["\r\n\\]/g, '_');
  const values = Object.entries(fields).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${safe}"; filelength=${bytes.length}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(values.join('') + head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}
