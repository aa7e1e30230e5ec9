export type Media = 'video' | 'image' | 'audio' | 'document' | 'any';

export interface NamedFile {
  /** As the sender named it. */
  name: string;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
}

/** The names by which the files go that counties send; which of them stand for one format, `contents.ts` knows. */
const EXTENSIONS: Record<Exclude<Media, 'any'>, string> = {
  video: 'mp4 m4v mov avi mkv wmv flv webm 3gp 3g2 mpg mpeg mts ts rm rmvb asf vob',
  image: 'jpg jpeg jpe jfif png apng gif webp tif tiff bmp heic heif avif',
  audio: 'mp3 mpga wav m4a flac aac amr ogg opus aif wma',
  document: 'doc docx pdf wps et dps rtf ofd xls xlsx xlsm ppt pptx txt',
};

const MEDIA = new Map(
  Object.entries(EXTENSIONS).flatMap(([media, extensions]) =>
    extensions.split(' ').map((one) => [one, media as Media] as const),
  ),
);

const EXTENSION = /\.([A-Za-z0-9]{1,5})$/;

/** Small, without a dot; empty when the name has none. */
export const extensionOf = (name: string): string => EXTENSION.exec(name)?.[1]?.toLowerCase() ?? '';

export const withoutExtension = (name: string): string => name.replace(EXTENSION, '');

/** What files of that name are, if it is a known one. */
export const kindOfExtension = (extension: string): Media | undefined => MEDIA.get(extension);

/** What a file is, by its bytes where they tell, else by its name. */
export function mediaOf(file: NamedFile): Media {
  return MEDIA.get(file.extension) ?? MEDIA.get(extensionOf(file.name)) ?? 'any';
}
