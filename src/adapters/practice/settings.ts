import { readInstant } from '../../domain/time.ts';
import { channelEnvironment, oneOf, setting } from '../environment.ts';

export interface PracticeSettings {
  /** `auto`: while no platform is set up. */
  mode: 'auto' | 'on' | 'off';
  /** Where the practice clock stands at first. */
  startsAt: Date;
  /** It was set by hand, and so wins over an earlier instant of the data folder. */
  startGiven: boolean;
}

const FIRST_DAY = '2020-09-10T15:00:00+08:00';

export const environment = channelEnvironment(
  {
    PRACTICE: oneOf(['auto', 'on', 'off'], 'auto'),
    CLOCK: setting.refine((value) => value === undefined || readInstant(value) !== undefined, 'instant'),
  },
  () => [],
  ({ PRACTICE: mode, CLOCK: clock }): PracticeSettings => ({
    mode,
    startsAt: readInstant(clock ?? FIRST_DAY) ?? new Date(FIRST_DAY),
    startGiven: clock !== undefined,
  }),
);
