import type { IncomingHttpHeaders } from 'node:http';
import busboy from 'busboy';

export interface UploadedPart {
  field: string;
  name: string | undefined;
  bytes: Buffer;
  /** The form's other fields. */
  fields: Record<string, string>;
}

/**
 * The first file of a form; undefined when there is none or the form is broken. The name is read as UTF-8
 * (docs/protocol-wecom.md, section 2.6).
 */
export function firstFile(headers: IncomingHttpHeaders, body: Buffer): Promise<UploadedPart | undefined> {
  return new Promise((resolve) => {
    let form: busboy.Busboy;
    try {
      form = busboy({ headers, defParamCharset: 'utf8' });
    } catch {
      resolve(undefined);
      return;
    }
    let found: UploadedPart | undefined;
    const fields: Record<string, string> = {};
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (field, stream, { filename }) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        found ??= { field, name: filename, bytes: Buffer.concat(parts), fields };
      });
    });
    form.on('close', () => resolve(found));
    form.on('error', () => resolve(undefined));
    form.end(body);
  });
}
