/** As many bytes as the comparison looks at. */
export const HEAD_BYTES = 16;

const latin = (text: string) => Buffer.from(text, 'latin1');

interface Signature {
  extensions: string[];
  begins(head: Buffer): boolean;
}

const at =
  (offset: number, ...marks: Buffer[]) =>
  (head: Buffer) =>
    marks.some((mark) => head.subarray(offset, offset + mark.length).equals(mark));

/** Kinds of file that counties send, by their first bytes. */
const SIGNATURES: Signature[] = [
  {
    extensions: ['mp4', 'mov', 'm4v', 'm4a', 'heic', '3gp'],
    begins: at(4, ...['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].map(latin)),
  },
  { extensions: ['jpg', 'jpeg'], begins: at(0, Buffer.from([0xff, 0xd8, 0xff])) },
  { extensions: ['png'], begins: at(0, latin('\x89PNG\r\n\x1a\n')) },
  { extensions: ['gif'], begins: at(0, latin('GIF8')) },
  { extensions: ['webp', 'avi', 'wav'], begins: at(0, latin('RIFF')) },
  { extensions: ['bmp'], begins: at(0, latin('BM')) },
  { extensions: ['docx', 'xlsx', 'pptx', 'zip', 'wps', 'et'], begins: at(0, latin('PK\x03\x04'), latin('PK\x05\x06')) },
  {
    extensions: ['doc', 'xls', 'ppt', 'wps', 'et', 'docx', 'xlsx'],
    begins: at(0, Buffer.from('d0cf11e0a1b11ae1', 'hex')),
  },
  { extensions: ['pdf'], begins: at(0, latin('%PDF')) },
  { extensions: ['rar'], begins: at(0, latin('Rar!')) },
  { extensions: ['7z'], begins: at(0, latin('7z\xbc\xaf\x27\x1c')) },
  { extensions: ['mkv', 'webm'], begins: at(0, Buffer.from([0x1a, 0x45, 0xdf, 0xa3])) },
  { extensions: ['flv'], begins: at(0, latin('FLV')) },
  { extensions: ['wmv', 'wma'], begins: at(0, Buffer.from('3026b2758e66cf11', 'hex')) },
  { extensions: ['mpg', 'mpeg'], begins: at(0, Buffer.from([0, 0, 1, 0xba]), Buffer.from([0, 0, 1, 0xb3])) },
  {
    extensions: ['mp3'],
    begins: (head) => at(0, latin('ID3'))(head) || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0),
  },
];

const KNOWN = new Set(SIGNATURES.flatMap(({ extensions }) => extensions));

/**
 * Whether bytes may stand under an extension. A picture under another picture's extension is the sender's business, so any
 * known beginning will do; no known beginning under a known extension means that decryption failed
 * (docs/protocol-wecom.md, section 4.3, point 4).
 */
export const fits = (head: Buffer, extension: string): boolean =>
  !KNOWN.has(extension) || SIGNATURES.some(({ begins }) => begins(head));
