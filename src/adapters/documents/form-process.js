// JavaScript, as Node 20 starts a thread with nothing else; from here on it reads TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./form-process.ts');
