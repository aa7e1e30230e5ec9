/** What records of the audit hold that serves the program alone. */
export const INNER = new Set(['version', 'hashes', 'session', 'seed', 'snapshot', 'request', 'tag', 'purpose']);
