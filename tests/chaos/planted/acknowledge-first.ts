import { substitute } from '../seams/substitute.ts';

substitute('adapters/wire/arrivals.ts', new URL('./arrivals.ts', import.meta.url));
