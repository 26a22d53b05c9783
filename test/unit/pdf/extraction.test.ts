import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { keyOf, keyText } from '../../../functions/pdf/index.ts';
import { drawn, listOf, openBase, openBytes } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBase();
const gaiji = openBytes(buildFont(samplePlan));

/** The text of a file as pdf.js sees it: the strings of all pages, in order. */
async function extracted(pdf: Uint8Array): Promise<string> {
  const loading = getDocument({ data: pdf, verbosity: VerbosityLevel.ERRORS });
  const document = await loading.promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent({ disableNormalization: true, includeMarkedContent: false });
    for (const item of content.items) text += 'str' in item ? item.str : '';
  }
  await loading.destroy();
  return text;
}

/** Every `step`-th character of a range, and the first sequences with a selector in another, that IPAmj has. */
function available(first: number, last: number, limit: number, selector?: number): string[] {
  const texts: string[] = [];
  for (let codePoint = first; codePoint <= last && texts.length < limit; codePoint++) {
    const key = keyOf(codePoint, selector);
    if (base.glyphOf(key) !== undefined) texts.push(keyText(key));
  }
  return texts;
}

/** The character itself and all its sequences in IPAmj. */
function allVariants(codePoint: number): string {
  let texts = String.fromCodePoint(codePoint);
  for (let selector = 0xe0100; selector <= 0xe01ef; selector++) {
    texts += available(codePoint, codePoint, 1, selector).join('');
  }
  return texts;
}

describe('a reader of another make extracts the text as it was given', () => {
  const extensions = [
    available(0x20000, 0x2a6df, 30),
    available(0x2a700, 0x2b73f, 30),
    available(0x2b740, 0x2b81f, 30),
    available(0x2b820, 0x2ceaf, 30),
    available(0x2ceb0, 0x2ebef, 30),
  ].map((texts) => texts.join(''));

  test.each([
    [
      'variation sequences',
      [available(0x3400, 0x9fff, 40, 0xe0100).join(''), '葛\u{e0102}城市', allVariants(0x9089)],
    ],
    ['standardised variants', [available(0x3400, 0x9fff, 30, 0xfe00).join('')]],
    ['extensions B to F', extensions],
    [
      'private-use characters of all three areas',
      ['山\ue000\ue003田', '\u{f0000}\u{100000}', '\ue001\u{e0101}\ue001'],
    ],
    ['keys that share an outline', ['㐶㐶\u{e0100}㐶', '-\u2010\u2011\u2012~\u223c']],
    ['what a normalisation would join or split', ['か\u3099が', '神\ufa19', '①㈱㍻']],
    [
      'more than a hundred characters',
      [available(0x4e00, 0x9fff, 55).join(''), available(0x5e00, 0x9fff, 55).join('')],
    ],
  ])('%s', async (_, texts) => {
    expect(texts.join('').length).toBeGreaterThan(0);
    const pdf = drawn(listOf(texts), { base, gaiji });
    expect(await extracted(pdf)).toBe(texts.join(''));
  });

  test('the variants and extensions are really there', () => {
    expect([...allVariants(0x9089)].length).toBeGreaterThan(20);
    for (const text of extensions) expect([...text].length).toBe(30);
  });
});
