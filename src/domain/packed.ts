/** Between the name of an archive and the name of a file that was in it; nobody who names a file writes this. */
const INSIDE = ' › ';

export const packedName = (archive: string, name: string): string => `${archive}${INSIDE}${name}`;

export const isPacked = (name: string): boolean => name.includes(INSIDE);

/** The name of a file without that of the archive it came in. */
export const nameInside = (name: string): string => name.split(INSIDE).at(-1) ?? name;
