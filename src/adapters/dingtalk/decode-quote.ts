import type { Message } from '../../application/message.ts';
import { type Fields, fieldsOf, readJson, wordIn } from '../wire/json.ts';
import { byContent, fileOf, fileWithoutCode, richText, type Said, textIn } from './decode-content.ts';

type Quote = NonNullable<Message['quote']>;

/** What the sender quoted goes by any of these names (docs/protocol-dingtalk.md, section 3.5). */
const NAMES = ['repliedMsg', 'reply', 'quoteMessage'];
const LONGEST = 6000;

/**
 * What the sender quoted, in every shape that was seen (docs/protocol-dingtalk.md, section 3.5, undocumented): the pair
 * stands in `text`, in `content` for rich text, or beside them. Undefined when nothing is quoted. One of which nothing is
 * told was seen with files; only the robot's own messages surely have none, whose id is `robotId`.
 */
export function quoteOf(said: Said & Fields, robotId: string): Quote | undefined {
  const places = [fieldsOf(said.text), fieldsOf(said.content), said];
  const replied = places
    .flatMap((place) => NAMES.map((name) => fieldsOf(place[name])))
    .find((one) => Object.keys(one).length > 0);
  const quotes = places.some(
    ({ repliedMsg, isReplyMsg }) => (repliedMsg ?? undefined) !== undefined || String(isReplyMsg) === 'true',
  );
  if (!replied) return quotes ? { files: [fileWithoutCode('file', {})] } : undefined;
  const quote = quoted(wordIn(replied, 'msgType', 'msgtype'), replied);
  return robotId !== '' && wordIn(replied, 'senderId') === robotId ? { ...quote, files: [] } : quote;
}

function quoted(kind: string, replied: Fields): Quote {
  const content = fieldsOf(replied.content);
  // A document of the organisation's drive.
  if (wordIn(content, 'biz_custom_action_url') !== '')
    return { files: [fileWithoutCode('file', { ...placeIn(content), ...content })] };
  switch (kind) {
    case 'richText':
      return withWords(richText(content));
    case 'picture':
      return { files: [fileOf('image', content) ?? fileWithoutCode('image', content)] };
    case 'video':
      return { files: [fileOf('video', content) ?? fileWithoutCode('video', content)] };
    // The older form of a file in a group is of an unknown kind; a newer client gives it a code.
    case 'file':
    case 'unknownMsgType':
      return { files: [fileOf('file', content) ?? fileWithoutCode('file', content)] };
    case 'audio':
      return worded(wordIn(content, 'recognition'));
    case 'interactiveCard':
      return worded(wordsOfCard({ ...replied, ...content }) || textIn(replied.content));
    default:
      return unnamed(kind, replied, content);
  }
}

/** Read by what is in it; with no kind and nothing in it, it is taken for a file that is kept back. */
function unnamed(kind: string, replied: Fields, content: Fields): Quote {
  const said = byContent(replied, content);
  if (said) return withWords(said);
  const words = wordsOfCard({ ...replied, ...content }) || textIn(replied.content);
  if (words.trim() !== '' || kind !== '') return worded(words);
  return { files: [fileWithoutCode('file', content)] };
}

const WORDS = ['title', 'text', 'markdown', 'content', 'value'];
const MOST_WORDS = 50;

/** In a tree under `cardContent`, parts of which may be written out in strings, or among the parameters of a template. */
function wordsOfCard(content: Fields): string {
  const parameters = fieldsOf(fieldsOf(content.cardData).cardParamMap);
  const found = WORDS.map((name) => wordIn(parameters, name));
  const waiting: unknown[] = [content.cardContent];
  for (let seen = 0; waiting.length > 0 && seen < MOST_WORDS; seen++) {
    const part = written(waiting.shift());
    const fields = fieldsOf(part);
    found.push(...WORDS.map((name) => (isTree(fields[name]) ? '' : wordIn(fields, name))));
    waiting.push(...(Array.isArray(part) ? part : Object.values(fields).filter(isTree)));
  }
  return found.filter((word) => word.trim() !== '').join('\n');
}

const written = (part: unknown): unknown => (typeof part === 'string' ? readJson(part) : part);
const isTree = (part: unknown): boolean => typeof written(part) === 'object' && part !== null;

const withWords = ({ text, files }: { text: string; files: Quote['files'] }): Quote => ({ ...worded(text), files });

const worded = (text: string): Quote => ({
  files: [],
  ...(text.trim() !== '' && { text: text.trim().slice(0, LONGEST) }),
});

function placeIn(content: Fields): Fields {
  const address = wordIn(content, 'biz_custom_action_url');
  const query = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  return Object.fromEntries(
    ['spaceId', 'fileId'].flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])),
  );
}
