const LINK = /https?:\/\/[^\s，。；、《》"”（）()]+/i;

/** The first address in a text; nothing that a browser would run is one. */
export const linkIn = (text: string): string | undefined => LINK.exec(text)?.[0];
