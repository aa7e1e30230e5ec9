export interface FileKind {
  label: string;
  colour: string;
}

const kinds: [extensions: string, label: string, colour: string][] = [
  ['doc docx wps', 'W', '#2b6cd4'],
  ['xls xlsx csv et', 'X', '#1e8e57'],
  ['ppt pptx dps', 'P', '#d2592b'],
  ['pdf', 'PDF', '#d0423b'],
  ['mp4 mov avi mkv wmv m4v', '▶', '#6a54c9'],
  ['mp3 wav m4a aac', '♪', '#b0478f'],
  ['jpg jpeg png gif webp heic bmp', 'IMG', '#1a8a91'],
  ['zip rar 7z', 'ZIP', '#9a6b12'],
  ['txt md', 'TXT', '#5f6b7a'],
];

export function fileKind(name: string): FileKind {
  const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
  const found = kinds.find(([extensions]) => extensions.split(' ').includes(extension));
  return found ? { label: found[1], colour: found[2] } : { label: '?', colour: '#5f6b7a' };
}
