import type { DocumentForm } from './pack-document.ts';

/** One column of the comparison. */
export type EngineEntry = {
  readonly name: string;
  /** As the table says it. */
  readonly label: string;
  /** The form in which it is given a certificate. */
  readonly takes: DocumentForm;
  /** In `engines/`, and what that file calls it. */
  readonly file: string;
  readonly exported: string;
  /** Packages among the peers, and whether they go into the process's one file or are read from their folder. */
  readonly packages: readonly string[];
  readonly bundled: boolean;
};

export const REFERENCE = 'ours-fast';

const ours = (name: string, label: string, exported: string, takes: DocumentForm = 'list'): EngineEntry => ({
  name,
  label,
  takes,
  file: 'ours.ts',
  exported,
  packages: [],
  bundled: true,
});

const TYPST = {
  takes: 'page',
  file: 'typst.ts',
  packages: ['@myriaddreamin/typst-ts-node-compiler'],
  // native code: there is nothing to bundle but its loader
  bundled: false,
} as const;

/** Ours and its peers, as `--engines` names them. */
export const ENGINES: readonly EngineEntry[] = [
  ours('ours-fast', 'konbini-kofu, fast, PDF/A-2u', 'oursFast'),
  ours('ours-compact', 'konbini-kofu, compact, PDF/A-2u', 'oursCompact'),
  ours('ours-flat', 'konbini-kofu, fast, PDF/A-2u, without template', 'oursFast', 'flat-list'),
  ours('ours-plain', 'konbini-kofu, fast, plain PDF', 'oursPlain'),
  {
    ...TYPST,
    name: 'typst',
    label: 'typst (its Node compiler 0.7.0), PDF/A-2u',
    exported: 'typst',
  },
  {
    ...TYPST,
    name: 'typst-by-path',
    label: 'typst, fonts by path, PDF/A-2u',
    exported: 'typstByPath',
  },
  {
    name: 'cantoo-cached',
    label: '@cantoo/pdf-lib 2.11.1 + fontkit 2.0.4, font object cached',
    takes: 'page',
    file: 'cantoo-cached.ts',
    exported: 'cantooCached',
    packages: ['@cantoo/pdf-lib', 'fontkit'],
    bundled: true,
  },
  {
    name: 'react-pdf',
    label: '@react-pdf/renderer 4.9.0',
    takes: 'page',
    file: 'react-pdf.ts',
    exported: 'reactPdf',
    packages: ['react', '@react-pdf/renderer'],
    // it looks for its standard fonts by names that only its own folder explains
    bundled: false,
  },
  {
    name: 'pdfkit',
    label: 'pdfkit 0.20.2 + fontkit 2.0.4',
    takes: 'page',
    file: 'pdfkit.ts',
    exported: 'pdfkit',
    packages: ['pdfkit'],
    bundled: true,
  },
  {
    name: 'mupdf',
    label: 'mupdf 1.28.1, own glyph numbers',
    takes: 'page',
    file: 'mupdf.ts',
    exported: 'mupdf',
    packages: ['mupdf'],
    // an ES module that waits at its top level, which no CommonJS file can
    bundled: false,
  },
  {
    name: 'pdf-lib',
    label: 'pdf-lib 1.17.1 + @pdf-lib/fontkit 1.1.1, subset',
    takes: 'page',
    file: 'card-pdf-lib.ts',
    exported: 'cardPdfLib',
    packages: ['pdf-lib', '@pdf-lib/fontkit'],
    bundled: true,
  },
];
