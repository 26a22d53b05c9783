import type { FlatPage } from '../flat-page.ts';
import type { Engine } from './engine.ts';
import { greyColor } from './pdfkit.ts';

type Element = unknown;
type CreateElement = (kind: unknown, props: object | null, ...children: readonly Element[]) => Element;

/** As much of @react-pdf/renderer as a certificate needs. */
type ReactPdf = Readonly<
  Record<'Document' | 'Page' | 'Svg' | 'Text' | 'Line' | 'Rect' | 'Image', unknown>
> & {
  readonly Font: {
    readonly register: (font: { readonly family: string; readonly src: string }) => void;
    readonly registerHyphenationCallback: (split: (word: string) => readonly string[]) => void;
  };
  readonly renderToBuffer: (document: Element) => Promise<Uint8Array>;
};

/** Texts stand in an SVG, the only thing of its in which a baseline has a place; y points down. */
export const reactPdf: Engine = {
  takes: 'page',
  open: async ({ baseFont, gaijiFont, sealPng }, load) => {
    const { createElement } = (await load('react')) as { readonly createElement: CreateElement };
    const library = (await load('@react-pdf/renderer')) as ReactPdf;
    library.Font.register({ family: 'base', src: baseFont });
    library.Font.register({ family: 'gaiji', src: gaijiFont });
    library.Font.registerHyphenationCallback((word) => [word]);
    const seal = { data: Buffer.from(sealPng), format: 'png' };
    return (page) => library.renderToBuffer(documentOf(createElement, library, seal, page));
  },
};

function documentOf(create: CreateElement, library: ReactPdf, seal: object, flat: FlatPage): Element {
  const { Document, Page, Svg, Text, Line, Rect, Image } = library;
  const down = (y: number): number => flat.height - y;
  const pictures = flat.pictures.map(({ x, y, width, height }) =>
    create(Image, {
      src: seal,
      style: { position: 'absolute', left: x, top: down(y + height), width, height },
    }),
  );
  const rules = flat.rules.map(({ x1, y1, x2, y2, width, grey }) =>
    create(Line, { x1, y1: down(y1), x2, y2: down(y2), strokeWidth: width, stroke: greyColor(grey) }),
  );
  const frames = flat.frames.map(({ x, y, width, height, lineWidth, grey = 0 }) =>
    create(Rect, {
      x,
      y: down(y + height),
      width,
      height,
      strokeWidth: lineWidth,
      stroke: greyColor(grey),
      fill: 'none',
    }),
  );
  const runs = flat.runs.map(({ font, x, y, size, text }) =>
    create(Text, { x, y: down(y), style: { fontFamily: font, fontSize: size } }, text),
  );
  const { width, height } = flat;
  const svg = create(
    Svg,
    { width, height, style: { position: 'absolute', left: 0, top: 0 } },
    ...rules,
    ...frames,
    ...runs,
  );
  return create(Document, { title: flat.title }, create(Page, { size: [width, height] }, ...pictures, svg));
}
