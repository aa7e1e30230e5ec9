// npm run bench: ratios first, as times differ between machines. Exits 1 when an aim is missed.
import { benchBackup } from './backup.ts';
import { benchCallbacks } from './callbacks.ts';
import { benchCity } from './city.ts';

const met = [await benchCallbacks(), await benchCity()];
await benchBackup();
process.exit(met.every(Boolean) ? 0 : 1);
