import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  // Everything is a file of its own: the page's policy allows no inline script and no inline style.
  build: {
    outDir: here('../../.build/simulator'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: [here('index.html'), here('scenarios.html')] },
    // pdf.js is most of it, and comes from this very machine.
    chunkSizeWarningLimit: 2_000,
  },
});
