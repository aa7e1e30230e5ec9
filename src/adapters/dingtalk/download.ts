import { pipeline } from 'node:stream';
import type { IncomingFile } from '../../application/message.ts';
import { FileGone, type Opened } from '../../application/ports.ts';
import { BeginningCheck } from '../wire/beginning.ts';
import { expectedExtension } from '../wire/file-kind.ts';
import { fieldOf, isFault, type Outcome } from '../wire/outcome.ts';
import { type DownloadParts, openRemote } from '../wire/remote-file.ts';
import type { AccessToken } from '../wire/token.ts';
import type { FileSource } from './decode-content.ts';
import type { Rest } from './rest.ts';

export interface RobotFiles {
  rest: Rest;
  token: AccessToken;
  robotCode: string;
  remote: DownloadParts;
}

/**
 * The bytes under a code (docs/protocol-dingtalk.md, section 3.6): the platform changes it for an address, which gives
 * them out without a token.
 */
export async function download(file: IncomingFile, parts: RobotFiles): Promise<Opened> {
  const { kind, codes } = file.source as FileSource;
  const { response, name: told } = await openRemote(await addressOf(codes, parts), parts.remote);
  const name = file.name ?? told;
  // `pipeline` destroys the streams after an error; whoever reads the end sees the error, so nothing is done here.
  const bytes = pipeline(response, new BeginningCheck(expectedExtension(name, kind)), () => {});
  const length = Number(response.headers['content-length']);
  return { bytes, ...(name !== undefined && { name }), ...(length > 0 && { size: length }) };
}

async function addressOf(codes: string[], { rest, token, robotCode, remote }: RobotFiles): Promise<string> {
  let last: Outcome | undefined;
  for (const downloadCode of codes) {
    last = await token.with((one) => rest.post('/v1.0/robot/messageFiles/download', one, { downloadCode, robotCode }));
    const url = fieldOf(last, 'downloadUrl');
    if (url !== undefined) return overTls(url.trim(), remote.trusted);
  }
  if (last === undefined) throw new FileGone('no code');
  if (isFault(last, 'refused', 'permission', 'quota')) throw new FileGone(last.code);
  throw new Error(`messageFiles/download ${last.state}`);
}

/** The address may be plain http; the same host answers over TLS. */
function overTls(address: string, trusted: Set<string>): string {
  if (!URL.canParse(address)) throw new FileGone('no URL');
  const url = new URL(address);
  if (url.protocol === 'http:' && !trusted.has(url.hostname)) url.protocol = 'https:';
  return url.href;
}
