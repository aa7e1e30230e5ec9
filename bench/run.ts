// npm run bench: ratios first, as times differ between machines. Exits 1 when an aim is missed.
import { benchCallbacks } from './callbacks.ts';
import { benchCity } from './city.ts';

const met = [await benchCallbacks(), await benchCity()];
process.exit(met.every(Boolean) ? 0 : 1);
