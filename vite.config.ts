import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Every page of web/ is a folder; `vite build --mode <folder>` builds another one than the practice page. */
const pages = ['practice'];

export default defineConfig(({ mode }) => {
  const page = pages.includes(mode) ? mode : 'practice';
  return {
    root: `${import.meta.dirname}/web/${page}`,
    base: `/${page}/`,
    plugins: [vue()],
    logLevel: 'warn',
    // No inlined assets: the server's content security policy allows no data: URLs.
    build: { outDir: `${import.meta.dirname}/dist/${page}`, emptyOutDir: true, assetsInlineLimit: 0 },
    server: { proxy: { '^/practice/(people|messages|chats|state|clock|files|events)': 'http://127.0.0.1:3000' } },
  };
});
