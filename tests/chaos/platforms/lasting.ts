/** Something that is switched on and, after a while, off again. */
export async function lasting(forMs: number, set: (on: boolean) => void): Promise<void> {
  set(true);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  set(false);
}
