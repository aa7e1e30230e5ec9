import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { pageWords } from './scripts/page-words.ts';

/** Every page of web/ is a folder; `vite build --mode <folder>` builds another one than the practice page. */
const pages = ['practice', 'console'];

/** `virtual:<page>-words`: what stands in prompts/<page>.yaml, once it was found to be whole. */
function words(page: 'console' | 'upload'): Plugin {
  const id = `virtual:${page}-words`;
  return {
    name: `${page}-words`,
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load: (asked) => (asked === `\0${id}` ? `export default ${JSON.stringify(pageWords(page))}` : undefined),
  };
}

/**
 * The page behind a link is put together by the server; this is its script and its look. One file that is no module, in a language that
 * the browsers built into chat programs of phones five years old understand.
 */
const upload: UserConfig = {
  root: `${import.meta.dirname}/web/upload`,
  plugins: [words('upload')],
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: `${import.meta.dirname}/dist/upload`,
    emptyOutDir: true,
    target: ['chrome61', 'safari11'],
    cssTarget: ['chrome61', 'safari11'],
    lib: { entry: 'main.ts', formats: ['iife'], name: 'upload', fileName: () => 'upload.js', cssFileName: 'upload' },
  },
};

export default defineConfig(({ mode }) => {
  if (mode === 'upload') return upload;
  const page = pages.includes(mode) ? mode : 'practice';
  return {
    root: `${import.meta.dirname}/web/${page}`,
    base: `/${page}/`,
    plugins: [vue(), words('console')],
    logLevel: 'warn',
    // No inlined assets: the server's content security policy allows no data: URLs. No preload script in the page's head either.
    build: {
      outDir: `${import.meta.dirname}/dist/${page}`,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
    },
    server: { proxy: { '^/practice/(people|messages|chats|state|clock|files|events)': 'http://127.0.0.1:3000' } },
  };
});
