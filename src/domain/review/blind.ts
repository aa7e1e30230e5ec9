/** Pictures, films and sounds of which everything but what is seen and heard can be made empty. */
export const BLANKED = [
  ...(['jpg', 'png', 'gif', 'bmp', 'webp'] as const),
  ...(['mp4', 'm4v', 'mov', 'm4a', 'mp3', 'wav', 'flac'] as const),
] as const;
/** Documents of which a judge reads the words alone. */
const AS_WORDS = ['pdf', 'docx', 'txt'];

/** Whether a judge who must not learn whose a work is may be shown a file of this kind. */
export const isShownBlind = (extension: string): boolean =>
  (BLANKED as readonly string[]).includes(extension) || AS_WORDS.includes(extension);
