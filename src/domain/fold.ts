/** A word as commands, names and aliases are compared: width, case and spaces do not matter. */
export const fold = (word: string): string => word.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
