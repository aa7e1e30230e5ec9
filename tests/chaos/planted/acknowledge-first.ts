import { substitute } from '../seams/substitute.ts';

substitute('adapters/wire/intake.ts', new URL('./intake.ts', import.meta.url));
