import { codePointOf, describeKey, type GlyphKey, keyOf, selectorOf } from './keys.ts';

const KEYS = /^U\+([0-9A-F]{4,6})(?:-U\+([0-9A-F]{4,6})| U\+([0-9A-F]{4,6}))?$/;

/**
 * A set of keys as few texts, ascending: `U+E000`, a run of bare code points `U+E000-U+E00F`, a sequence
 * `U+E001 U+E0101`.
 */
export function writeKeys(keys: Iterable<GlyphKey>): string[] {
  const texts: string[] = [];
  let run: { readonly from: GlyphKey; to: GlyphKey } | undefined;
  const close = (): void => {
    if (run !== undefined)
      texts.push(
        run.from === run.to ? describeKey(run.from) : `${describeKey(run.from)}-${describeKey(run.to)}`,
      );
    run = undefined;
  };
  const ascending = [...new Set(keys)].sort((a, b) => a - b);
  for (const key of ascending.filter((one) => selectorOf(one) === undefined)) {
    if (run !== undefined && codePointOf(key) === codePointOf(run.to) + 1) {
      run.to = key;
      continue;
    }
    close();
    run = { from: key, to: key };
  }
  close();
  return [...texts, ...ascending.filter((one) => selectorOf(one) !== undefined).map(describeKey)];
}

/** The keys of such texts, each once. Throws where one is none: nobody but `writeKeys` makes them. */
export function readKeys(texts: readonly string[]): ReadonlySet<GlyphKey> {
  const keys = new Set<GlyphKey>();
  for (const text of texts) {
    const [whole, first = '', last = first, selector] = KEYS.exec(text) ?? [];
    const [from, to] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    if (whole === undefined || from > to || to > 0x10ffff) throw new Error('a list of glyph keys is not one');
    if (selector !== undefined) keys.add(keyOf(from, Number.parseInt(selector, 16)));
    else for (let code = from; code <= to; code++) keys.add(keyOf(code));
  }
  return keys;
}
