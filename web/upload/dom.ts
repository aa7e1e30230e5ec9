type Given = Record<string, string | boolean | ((event: Event) => void) | undefined>;

/** An element with its attributes, what it listens to (`onclick`), and what is in it. Text is text: nothing that somebody sent becomes markup. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  given: Given = {},
  ...inside: (Node | string | null)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (typeof value === 'string') made.setAttribute(key, value);
  }
  for (const one of inside)
    if (one !== null) made.appendChild(typeof one === 'string' ? document.createTextNode(one) : one);
  return made;
}

/** Puts these in place of all that is in it. */
export function fill(place: Element, ...inside: (Node | null)[]): void {
  while (place.firstChild) place.removeChild(place.firstChild);
  for (const one of inside) if (one) place.appendChild(one);
}

export const lines = (text: string): Node[] => text.split('\n').map((line) => el('div', {}, line || '\u00a0'));
