import type { Plugin } from 'esbuild';

/** Zod's messages in some fifty languages; the program shows none of them, and English is a file of its own. */
export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export {};',
      loader: 'js',
    }));
  },
};

/** Where `pdf-lib` lies beside a function's bundle. */
export const PDF_LIB_FILE = 'pdf-lib.js';

/**
 * pdf-lib as a file of its own: a third of the text that a fresh process would have to compile, and hardly any request
 * comes to where it is needed.
 */
export const pdfLibAside: Plugin = {
  name: 'pdf-lib-aside',
  setup(build) {
    build.onResolve({ filter: /^pdf-lib$/ }, () => ({ path: `./${PDF_LIB_FILE}`, external: true }));
  },
};
