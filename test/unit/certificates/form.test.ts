import { describe, expect, test } from 'vitest';
import { flattened, layOut, readSubjects } from '../../../functions/certificates/index.ts';
import { type DisplayItem, drawPdf, measure, readBack, stampedItems } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontsOf, openBasePack } from '../pdf/fixtures.ts';
import {
  copyOf,
  household,
  linesOf,
  measure as measureRoughly,
  seal,
  template,
  textsOf,
} from './fixtures.ts';
import { examples, impressionOf, listOf, sealTemplate, taxTemplate } from './papers.ts';
import { taxCertificateOf } from './sample-models.ts';

describe('what every certificate of a template repeats', () => {
  const several = { template, model: copyOf({ subjects: household(5), scope: 'household' as const }) };

  test('is in its form, the same value each time, and not among the items of the pages', () => {
    for (const example of examples(1)) {
      const { form, pages } = listOf(example);
      expect(form).toBe(example.template.form);
      const layers = form?.layers.flat() ?? [];
      for (const { items } of pages) for (const item of items) expect(layers).not.toContainEqual(item);
    }
  });

  test('says nothing of anybody', () => {
    const one = listOf({ template: taxTemplate, model: taxCertificateOf() });
    const texts = (one.form?.layers ?? []).flatMap((layer) =>
      layer.flatMap((item) => (item.kind === 'text' ? [item.text] : [])),
    );
    expect(texts).toEqual([
      '課　税　・　所　得　証　明　書',
      '証明書番号',
      '上記のとおり相違ないことを証明する。',
      '（次の頁に続く）',
    ]);
  });

  test('lies below each page: on the last one what closes it, on the others that it goes on', () => {
    const list = listOf(several);
    const layersOf = (page: number) =>
      (list.pages[page]?.layers ?? []).map((index) => list.form?.layers[index]);
    expect(layersOf(0).flat()).toContainEqual(expect.objectContaining({ text: '（次の頁に続く）' }));
    expect(layersOf(1).flat()).not.toContainEqual(expect.objectContaining({ text: '（次の頁に続く）' }));
    for (const page of [0, 1]) {
      expect(layersOf(page).flat()).toContainEqual(expect.objectContaining({ text: '住　　民　　票' }));
      expect(layersOf(page).every((layer) => layer !== undefined && layer.length > 0)).toBe(true);
    }
  });

  test('flattened, stands among the items of each page instead, below all others', () => {
    const list = listOf(several);
    const flat = flattened(list);
    expect(flat).not.toHaveProperty('form');
    for (const [index, page] of flat.pages.entries()) {
      const original = list.pages[index];
      const layers = (original?.layers ?? []).flatMap((layer) => list.form?.layers[layer] ?? []);
      expect(page).not.toHaveProperty('layers');
      const own = (original?.items ?? []).flatMap((item): readonly DisplayItem[] =>
        item.kind === 'stamp' ? stampedItems(item) : [item],
      );
      expect(page.items).toEqual([...layers, ...own]);
    }
    expect(flattened(flat)).toEqual(flat);
  });

  test('names the words that nearly every one has: labels that are always there, digits, eras', () => {
    const texts = template.form.texts.join('\n');
    for (const word of [
      '氏　　名',
      '生 年 月 日',
      '0123456789',
      '令和',
      'この写しは、住民票の原本と相違ないことを証明する。',
    ])
      expect(texts.includes(word) || [...word].every((letter) => texts.includes(letter)), word).toBe(true);
    // what few have would only make the others' files larger
    for (const rare of ['在留', '通　　称', '全員', '個人']) expect(texts, rare).not.toContain(rare);
    expect(new Set(template.form.texts).size).toBe(template.form.texts.length);
  });
});

describe('drawn with its form', () => {
  const fonts = fontsOf({ base: openBasePack() });
  const glyphs = (text: string, size: number, field: string) => measure(fonts, text, size, field);
  const attached = { seal, tag: 'request-tag-1', pictures: { impression: impressionOf(18) } };

  test.each(examples(2).map((example) => [example.name, example] as const))(
    '%s shows what it shows without one, and is read back',
    (_, example) => {
      const list = unwrap(layOut(example.template, example.model, attached, glyphs));
      const read = (drawn: typeof list) => unwrap(readBack(unwrap(drawPdf(drawn, fonts))));
      const [withForm, without] = [read(list), read(flattened(list))];
      expect(withForm.pages).toEqual(without.pages);
      const reading = unwrap(readSubjects(example.template, withForm));
      expect(reading).toEqual(unwrap(readSubjects(example.template, without)));
      expect(reading.pictures['impression'] === undefined).toBe(example.template !== sealTemplate);
    },
  );

  test('keeps variation sequences and private-use characters as they came', () => {
    const fullName = '葛\u{e0102}西 葛\u{e0103}𠮷';
    const copy = copyOf({ subjects: [{ ...household(1)[0], fullName } as never] });
    const list = unwrap(layOut(template, copy, attached, glyphs));
    const reading = unwrap(readSubjects(template, unwrap(readBack(unwrap(drawPdf(list, fonts))))));
    expect(reading.subjects).toMatchObject([{ fullName }]);
    expect(textsOf(list)).toContain(fullName);
    const gaiji = copyOf({ subjects: [{ ...household(1)[0], fullName: '\ue000\u{f0000}' } as never] });
    expect(
      linesOf(unwrap(layOut(template, gaiji, attached, measureRoughly)), 'subjects[0].fullName'),
    ).toMatchObject([{ text: '\ue000\u{f0000}' }]);
    expect(layOut(template, gaiji, attached, glyphs)).toMatchObject({
      ok: false,
      error: { kind: 'missing-glyph', missing: [{ field: 'subjects[0].fullName' }, {}] },
    });
  });
});
