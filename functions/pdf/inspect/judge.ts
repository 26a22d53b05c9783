import { refuseActiveContent, refuseForm, refuseOpenAction, refuseOtherPrintArea } from './active-content.ts';
import { fontOf, type InspectedFont } from './fonts.ts';
import { type Place, refuse } from './inspect-fault.ts';
import type { Budget } from './limits.ts';
import { isA4, pageFrame } from './page-size.ts';
import { readPages } from './page-tree.ts';
import { textReader } from './text/page-text.ts';
import { type Dict, isDict, isRef, type ObjectSource, resolve } from './values.ts';

export type InspectedPage = {
  /** Points, as displayed. */
  readonly width: number;
  readonly height: number;
  /**
   * What is written on the page, in the order of its content: a line for each baseline, a blank for each gap. U+FFFD
   * stands for a code without a character. Absent if it was not asked for or cannot be read.
   */
  readonly text?: string;
  /** Whether every code has a character; absent with `text`. */
  readonly textIsComplete?: boolean;
};

/** What a document is found to be, whoever has read it. */
export type Judged = {
  /** `1.4`, of the header or, if later, of the catalogue. */
  readonly version: string;
  readonly pages: readonly InspectedPage[];
  readonly fonts: readonly InspectedFont[];
};

export type JudgeOptions = {
  readonly budget: Budget;
  readonly text: boolean;
};

function catalogOf(source: ObjectSource): Dict {
  if (source.trailer.has('Encrypt')) refuse('encryption', 'trailer');
  const root = source.trailer.get('Root');
  const catalog = isRef(root) ? source.load(root) : null;
  const isCatalog = isDict(catalog) && resolve(source, catalog.get('Type'), 'catalog') === 'Catalog';
  return isCatalog ? catalog : refuse('catalog', 'trailer');
}

function versionOf(source: ObjectSource, catalog: Dict): string {
  const later = resolve(source, catalog.get('Version'), 'catalog');
  if (later === null) return source.version;
  if (typeof later !== 'string' || !/^(1\.[0-7]|2\.0)$/.test(later)) return refuse('catalog', 'catalog');
  return Number(later) > Number(source.version) ? later : source.version;
}

/** The fonts of a document, each once, in the order of their names. */
function fontList(fonts: readonly InspectedFont[]): InspectedFont[] {
  const distinct = new Map(fonts.map((font) => [`${font.name} ${font.kind} ${font.embedded}`, font]));
  return [...distinct].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, font]) => font);
}

/** Every rule about what a document is and has; the rules about how it is written are its reader's. */
export function judge(source: ObjectSource, { budget, text }: JudgeOptions): Judged {
  const catalog = catalogOf(source);
  const version = versionOf(source, catalog);
  const fonts: InspectedFont[] = [];
  refuseActiveContent(source, (dict) => {
    const font = fontOf(source, dict);
    if (font !== undefined) fonts.push(font);
  });
  refuseOpenAction(source, catalog);
  refuseOtherPrintArea(source, catalog);
  refuseForm(source, catalog);
  const readText = text ? textReader(source, budget) : undefined;
  const pages = readPages(source, catalog, budget).map((page, index) => {
    const where: Place = `page ${index + 1}`;
    const frame = pageFrame(source, page.dict, page.inherited, where);
    if (!isA4(frame)) refuse('not-a4', where);
    const { width, height } = frame;
    const read = readText?.(page.dict, page.inherited.resources, frame.visible);
    return {
      width,
      height,
      ...(read === undefined ? {} : { text: read.text, textIsComplete: read.isComplete }),
    };
  });
  return { version, pages, fonts: fontList(fonts) };
}
