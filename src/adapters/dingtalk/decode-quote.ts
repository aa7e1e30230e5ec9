import type { Message } from '../../application/message.ts';
import { type Fields, fieldsOf, fileOf, fileWithoutCode, richText, textIn, wordIn } from './decode-content.ts';

type Quote = NonNullable<Message['quote']>;

/**
 * What the sender quoted, in every shape that was seen (docs/protocol-dingtalk.md, section 3.5, undocumented): the pair
 * stands in `text`, or in `content` for rich text. Undefined when nothing is quoted. One of which nothing is told
 * was seen with files.
 */
export function quoteOf(said: { text?: unknown; content?: unknown }): Quote | undefined {
  const where = [said.text, said.content].map(fieldsOf).find((one) => 'repliedMsg' in one || one.isReplyMsg === true);
  if (!where) return undefined;
  const replied = fieldsOf(where.repliedMsg);
  const kind = wordIn(replied, 'msgType', 'msgtype');
  return kind === '' ? { files: [fileWithoutCode('file', {})] } : quoted(kind, replied);
}

function quoted(kind: string, replied: Fields): Quote {
  const content = fieldsOf(replied.content);
  switch (kind) {
    case 'richText': {
      const { text, files } = richText(content);
      return { files, ...(text !== '' && { text }) };
    }
    case 'picture':
      return { files: [fileOf('image', content) ?? fileWithoutCode('image', content)] };
    case 'video':
      return { files: [fileOf('video', content) ?? fileWithoutCode('video', content)] };
    case 'file':
      return { files: [fileOf('file', content) ?? fileWithoutCode('file', content)] };
    case 'audio':
      return worded(wordIn(content, 'recognition'));
    // The older form of a file in a group; a newer client gives it a code.
    case 'unknownMsgType':
      return { files: [fileOf('file', content) ?? fileWithoutCode('file', content)] };
    case 'interactiveCard':
      // A document of the organisation's drive; other cards are the bot's own.
      return wordIn(content, 'biz_custom_action_url') === ''
        ? worded(textIn(replied.content))
        : { files: [fileWithoutCode('file', { ...placeIn(content), ...content })] };
    default:
      return worded(textIn(replied.content));
  }
}

const worded = (text: string): Quote => ({ files: [], ...(text.trim() !== '' && { text: text.trim() }) });

function placeIn(content: Fields): Fields {
  const address = wordIn(content, 'biz_custom_action_url');
  const query = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  return Object.fromEntries(
    ['spaceId', 'fileId'].flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])),
  );
}
