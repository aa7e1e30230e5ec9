import type { DraftCategory } from './catalogue.ts';
import { type DraftContact, phonesIn } from './contacts.ts';
import { fold } from './fold.ts';
import type { Line } from './lines.ts';

/** A sub-project with a host of its own, as the chapter of an annex tells it. */
export interface DraftProject {
  title: string;
  host: string;
  clause: string;
  platforms: { name: string; url?: string }[];
  contact: Pick<DraftContact, 'name' | 'phones'>;
  /** The lines that are no label: what it is about. */
  content: string;
}

const HOST = /^(?:承办|主办)单位\s*[:：]\s*/;
const ENTRANCE = /^(?:平台|参与|网址)?(?:入口|平台)(?:及入口)?\s*[:：]\s*/;
const CONTACT = /^联\s*系\s*人\s*[:：]\s*/;

export function projectFor(category: DraftCategory, lines: readonly Line[]): DraftProject | undefined {
  const { project } = category;
  const heading = project?.heading;
  if (!project || !heading) return undefined;
  const below = lines.filter((line) => line.annex === project.annex && line.path[0] === heading && line !== project);
  const after = (label: RegExp) => {
    const line = below.find(({ folded }) => label.test(folded));
    return line ? line.text.replace(/[\s:：]*$/, '').slice(label.exec(line.folded)?.[0].length ?? 0) : '';
  };
  const person = after(CONTACT);
  const at = project.folded.indexOf(heading.title);
  return {
    title: project.text.slice(at, at + heading.title.length),
    host: after(HOST),
    clause: project.clause,
    platforms: entrances(after(ENTRANCE)),
    contact: { name: fold(person).replace(/[\d\-;,.。\s].*$/, ''), phones: phonesIn(fold(person)) },
    content: below
      .filter(({ folded }) => ![HOST, ENTRANCE, CONTACT].some((label) => label.test(folded)))
      .map(({ text }) => text)
      .join(''),
  };
}

/** 河北职工服务网（http://…）、微信公众号“…” */
function entrances(text: string): { name: string; url?: string }[] {
  return text
    .replace(/[。]$/, '')
    .split(/[、，,](?![^（(]*[)）])/)
    .map((one) => {
      const url = /[（(<]*(https?:\/\/[^\s)）>]+)[)）>]*/.exec(one);
      const name = one.replace(url?.[0] ?? '', '').trim();
      return url?.[1] === undefined ? { name } : { name, url: url[1] };
    })
    .filter(({ name }) => name !== '');
}
