/**
 * The tables that leave the house, each with the columns that it can have. The words for all of them, and which are shown
 * when the campaign file does not say, stand in `prompts/commands.yaml` (`tables`).
 */
export const EXPORT_COLUMNS = {
  works: [
    ...['serial', 'unit', 'title', 'category', 'author', 'authorUnit', 'phone', 'form', 'handedIn', 'note'],
    ...['number', 'state', 'received', 'late', 'link', 'files', 'hash'],
  ],
  completion: ['serial', 'unit', 'categories', 'ratio', 'onTime'],
  events: [
    ...['serial', 'unit', 'title', 'date', 'company', 'form', 'attendance', 'link', 'photos', 'note'],
    ...['number', 'state', 'received', 'late'],
  ],
  ambassadors: ['serial', 'unit', 'name', 'workplace', 'phone', 'deeds', 'note', 'number', 'state', 'received'],
  coordinators: ['serial', 'unit', 'name', 'phone', 'channel', 'reached', 'since'],
  screening: [
    ...['serial', 'unit', 'child', 'title', 'category', 'author', 'authorUnit', 'phone', 'form', 'state', 'note'],
    ...['number', 'entry', 'handedIn', 'hash'],
  ],
  awards: ['serial', 'category', 'award', 'title', 'author', 'authorUnit', 'unit', 'number'],
  certificates: ['serial', 'name', 'authorUnit', 'unit', 'title', 'award', 'category', 'number'],
} as const satisfies Record<string, readonly string[]>;

export type ExportKind = keyof typeof EXPORT_COLUMNS;

export const EXPORT_KINDS = Object.keys(EXPORT_COLUMNS) as ExportKind[];

/** What a campaign file says of a table; what it leaves out is as the words of the house have it. */
export interface ExportLayout {
  title?: string;
  /** Ids of columns, in the order in which they are shown. */
  columns?: string[];
  /** What columns are called, by their ids. */
  heads?: Record<string, string>;
  foot?: string;
}

export type ExportLayouts = Partial<Record<ExportKind, ExportLayout>> & {
  /** How the files of works are called in a zip, by a pattern of `PATTERN_FACTS`. */
  files?: { pattern?: string };
};

export const PATTERN_FACTS = ['order', 'unit', 'category', 'number', 'title', 'author', 'authorUnit', 'day', 'part'];
