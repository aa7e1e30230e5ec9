import { createHash, randomBytes } from 'node:crypto';

/** Nobody can guess one: 32 random bytes, fit for an address and a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Secrets are kept as hashes, so that a copy of the database opens no door. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
