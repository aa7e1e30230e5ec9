import { substitute } from '../seams/substitute.ts';

substitute('application/outbox.ts', new URL('./outbox.ts', import.meta.url));
