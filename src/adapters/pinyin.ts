import { pinyin } from 'pinyin-pro';

/** Pinyin without tones and spaces, ü as v; what is not Chinese stays as it is. */
export function spell(text: string): string {
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).join('');
}
