// Runs in the thread that resolves imports (see substitute.ts).
let real = '';
let broken = '';

export function initialize(given) {
  real = given.real;
  broken = given.broken;
}

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const plain = found.url.split('?')[0];
  const from = context.parentURL?.split('?')[0];
  return plain === real && from !== broken ? { ...found, url: broken } : found;
}
