import type { Files } from './files.ts';
import type { Attachment, Piece } from './types.ts';
import type { World } from './world.ts';

/** Keeps the files of one message and writes what the message says about them. */
export class Writer {
  private readonly world: World;
  private readonly files: Files;
  private readonly codes: string[];

  constructor(world: World, files: Files, codes: string[]) {
    this.world = world;
    this.files = files;
    this.codes = codes;
  }

  file(attachment: Attachment) {
    const { next } = { next: () => String(this.world.next()).padStart(9, '1') };
    return {
      spaceId: '22300000573',
      fileName: attachment.name ?? '',
      downloadCode: this.code(attachment),
      fileId: next(),
    };
  }

  /** Without a name (docs/protocol-dingtalk.md, section 3.2). */
  video(attachment: Attachment) {
    return { duration: '5', videoType: 'mp4', downloadCode: this.code(attachment) };
  }

  /** Two codes of one picture. */
  picture(attachment: Attachment) {
    const faults = { ...attachment.faults };
    const downloadCode = this.files.keep(attachment, this.world.app.robotCode, faults);
    this.codes.push(downloadCode);
    return { pictureDownloadCode: this.files.keep(attachment, this.world.app.robotCode, faults), downloadCode };
  }

  audio(recognition: string, sound: Attachment = { bytes: Buffer.from('#!AMR\n') }) {
    return { duration: 4000, downloadCode: this.code(sound), recognition };
  }

  /** One element of a rich text; files have no place in one. */
  run(piece: Piece): Record<string, unknown> {
    if ('text' in piece) return { text: piece.text };
    if ('image' in piece) return { ...this.picture(piece.image), type: 'picture' };
    throw new Error('a rich text holds texts and pictures only');
  }

  private code(attachment: Attachment): string {
    const code = this.files.keep(attachment, this.world.app.robotCode);
    this.codes.push(code);
    return code;
  }
}
