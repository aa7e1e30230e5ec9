/** How long a draft waits (docs/product.md, section 6). */
export const DRAFT_MINUTES = 30;
export const inMinutes = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);
