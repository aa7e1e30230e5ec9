import { defineConfig } from 'vite';

/** A thread or process of the program is found by its file's name beside the file that starts it. */
export const startedByIt = {
  'embedded-thread': 'src/adapters/prisma/embedded-thread.ts',
  'inspect/worker': 'src/adapters/files/inspect/worker.js',
  'draw-process': 'src/adapters/pictures/draw-process.js',
  'inspect/picture-process': 'src/adapters/files/inspect/picture-process.js',
  'documents/unpack-worker': 'src/adapters/documents/unpack-worker.js',
  'documents/sheet-process': 'src/adapters/documents/sheet-process.ts',
  'documents/write-process': 'src/adapters/documents/write-process.ts',
  'letter-process': 'src/adapters/mail/letter-process.ts',
  'documents/paper-process': 'src/adapters/documents/paper-process.ts',
  'documents/form-process': 'src/adapters/documents/form-process.ts',
  'reading-process': 'src/adapters/documents/reading-process.ts',
};

/** What `npm start` and the commands beside it run. */
const program = {
  main: 'src/start/main.ts',
  doctor: 'src/start/doctor.ts',
  operate: 'src/start/operate.ts',
  evidence: 'src/start/evidence.ts',
  verify: 'src/start/verify.ts',
  mirror: 'src/start/mirror.ts',
  'campaign-check': 'src/start/campaign-check.ts',
  'campaign-draft': 'src/start/campaign-draft.ts',
  'campaign-next': 'src/start/campaign-next.ts',
  'campaign-load': 'src/start/campaign-load.ts',
  handout: 'src/start/handout.ts',
  learn: 'src/start/learn.ts',
  ...startedByIt,
};

/** What tests start as processes of their own. */
const tests = {
  'callback-server': 'tests/support/callback-server.ts',
  'chaos-control': 'tests/chaos/seams/control.ts',
  'crew-process': 'tests/support/crew-process.ts',
  'database-process': 'tests/support/database-process.ts',
  'lease-process': 'tests/support/lease-process.ts',
  'mail-process': 'tests/support/mail-process.ts',
  'rollback-process': 'tests/support/rollback-process.ts',
  'throttle-process': 'tests/support/throttle-process.ts',
  ...startedByIt,
};

/**
 * The sources as JavaScript in a few files, the packages left where npm puts them: Node starts that in half the time that
 * it takes to translate each file as it is imported. `vite build --mode tests` builds the tests' programs instead.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  publicDir: false,
  logLevel: 'warn',
  ssr: { external: true },
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    outDir: mode === 'tests' ? 'dist/test-programs' : 'dist/program',
    rollupOptions: {
      input: mode === 'tests' ? tests : program,
      // The same names in every build: a process that runs finds what it loads later.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-part.js' },
    },
  },
}));
