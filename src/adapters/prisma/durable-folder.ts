import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The rights of everybody but the user who runs the bot. */
const OTHERS = 0o077;

interface Stream {
  nfd: number;
}

/**
 * A folder on which PGlite's commits outlive a power cut. Its own NodeFS has no fsync, so a commit would only be in the
 * kernel's memory: enough for a killed process, not for a house without a UPS. Costs one fsync per commit.
 */
export class DurableFolder extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...given);
    // biome-ignore lint/suspicious/noExplicitAny: Emscripten's file systems are untyped.
    made.emscriptenOpts.preRun?.push((module: any) => {
      const { stream_ops: streams, node_ops: nodes } = module.FS.filesystems.NODEFS;
      streams.fsync = (stream: Stream) => {
        fsyncSync(stream.nfd);
        return 0;
      };
      // It makes files that everybody may write, whatever the process's own mask.
      const { mknod } = nodes;
      nodes.mknod = (parent: unknown, name: string, mode: number, device: number) =>
        mknod(parent, name, mode & ~OTHERS, device);
    });
    return made;
  }
}

/** The 128 MB that it would take are filled with zeros at every start, and stay resident; a campaign is some 20 MB. */
export const SMALL_BUFFERS = ['-c', 'shared_buffers=32MB'];

/** PGlite's own parameters switch fsync off (-F); its fdatasync does nothing. */
export const DURABLE_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
  ...SMALL_BUFFERS,
];
