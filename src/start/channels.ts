import type { ChannelKind } from '../adapters/channel.ts';
import { dingtalk } from '../adapters/dingtalk/index.ts';
import type { Env, SharedSettings, WrongSetting } from '../adapters/environment.ts';
import { practice } from '../adapters/practice/index.ts';
import { wecom } from '../adapters/wecom/index.ts';

/** Every channel there is. A new one is a folder of `adapters/` and a line here. */
export const CHANNELS = [practice, wecom, dingtalk] as const;

type Kind = (typeof CHANNELS)[number];
type SettingsOf<K> = K extends ChannelKind<string, infer Settings> ? Settings : never;

/** By name, of those that are set up. */
export type ChannelSettings = { [K in Kind as K['name']]?: SettingsOf<K> | undefined };

export interface ReadChannels {
  wrong: WrongSetting[];
  missing: WrongSetting[];
  settings: ChannelSettings;
}

export function readChannels(env: Env, shared: SharedSettings): ReadChannels {
  const read = CHANNELS.map(({ name, environment }) => ({ name, ...environment.read(env, shared) }));
  return {
    wrong: read.flatMap(({ wrong }) => wrong),
    missing: read.flatMap(({ missing }) => missing),
    settings: Object.fromEntries(read.map(({ name, settings }) => [name, settings])),
  };
}

/** A channel with what it is to be started with. */
export interface SetUp {
  kind: ChannelKind;
  settings: unknown;
}

/** Those that are set up, in their order. */
export function setUpOf(settings: ChannelSettings): SetUp[] {
  return CHANNELS.flatMap((kind: ChannelKind): SetUp[] => {
    const found = settings[kind.name as keyof ChannelSettings];
    return found === undefined ? [] : [{ kind, settings: found }];
  });
}

/** Whether a name is, or looks like, a setting of a platform: they all begin with the platform's own. */
export const isOfPlatform = (setting: string): boolean =>
  CHANNELS.some((kind) => kind !== practice && setting.startsWith(`${kind.name.toUpperCase()}_`));
