import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { consoleWords } from './scripts/console-words.ts';

/** Every page of web/ is a folder; `vite build --mode <folder>` builds another one than the practice page. */
const pages = ['practice', 'console'];

/** `virtual:console-words`: what stands in prompts/console.yaml, once it was found to be whole. */
function words(): Plugin {
  const id = 'virtual:console-words';
  return {
    name: 'console-words',
    resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
    load: (asked) => (asked === `\0${id}` ? `export default ${JSON.stringify(consoleWords())}` : undefined),
  };
}

export default defineConfig(({ mode }) => {
  const page = pages.includes(mode) ? mode : 'practice';
  return {
    root: `${import.meta.dirname}/web/${page}`,
    base: `/${page}/`,
    plugins: [vue(), words()],
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
