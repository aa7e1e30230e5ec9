/** Ids for things that have a Chinese name: its sounds, and a number where two sound alike. */
export class Ids {
  private readonly given = new Map<string, string>();
  private readonly spell: (text: string) => string;

  constructor(spell: (text: string) => string) {
    this.spell = spell;
  }

  /** The same name gets the same id again. */
  of(kind: string, name: string): string {
    const key = `${kind} ${name}`;
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const sounds = this.spell(name)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '');
    const plain = sounds === '' || /^\d/.test(sounds) ? `${kind}${sounds}` : sounds;
    const taken = new Set(this.given.values());
    let id = plain.slice(0, 40);
    for (let count = 2; taken.has(id); count++) id = `${plain.slice(0, 36)}-${count}`;
    this.given.set(key, id);
    return id;
  }
}
