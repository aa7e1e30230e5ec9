import type { IncomingFile } from '../../message.ts';
import type { ReceivedFile } from '../../ports.ts';

/** Whether the platform told of a file and did not give it out. */
export const isWithheld = (file: ReceivedFile): boolean => 'failure' in file && file.failure === 'withheld';

/** Whether a quote surely has this file: the platform may withhold what it is that was quoted, too. */
export const isToldOf = ({ withheld, name }: IncomingFile): boolean => !withheld || name !== undefined;
