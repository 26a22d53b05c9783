import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

export default defineConfig(({ command }) => {
  // A build is the one that staff get, whatever the caller runs as: tests build it under NODE_ENV=test.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: here('.'),
    // The console runs below a path that nobody knows at build time: `…/local/`, or the root of a host.
    base: './',
    plugins: [react()],
    build: {
      outDir: here('../.build/console'),
      emptyOutDir: true,
      // Everything is a file of its own: the policy allows no inline script and no inline style.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});
