import { substitute } from '../seams/substitute.ts';

substitute('application/delivery/outbox.ts', new URL('./outbox.ts', import.meta.url));
