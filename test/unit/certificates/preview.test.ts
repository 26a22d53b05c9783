import { describe, expect, test } from 'vitest';
import {
  asPreview,
  isValidOn,
  readSubjects,
  residentRecordTemplateData,
  sampleSeal,
} from '../../../functions/certificates/index.ts';
import { pictureDigest } from '../../../functions/pdf/index.ts';
import { asReadBack, day, seal } from './fixtures.ts';
import { compiled, examples, listOf } from './papers.ts';

describe('a preview', () => {
  const own = { ...seal, bits: seal.bits.map((byte) => ~byte & 0xff) };

  test.each(examples(0).map((example) => [example.name, example] as const))(
    'of %s says 見本 in its title and large and grey on every page, below all else',
    (_, example) => {
      const list = listOf(example);
      const preview = asPreview(list);
      expect(preview.title).toBe(`見本　${list.title}`);
      expect(preview.pages).toHaveLength(list.pages.length);
      for (const [index, { items, width, height }] of preview.pages.entries()) {
        const [mark, ...others] = items;
        if (mark?.kind !== 'text') throw new Error('no mark');
        expect(mark).toMatchObject({ text: '見本', grey: 0.85 });
        expect(mark.size).toBeGreaterThan(200);
        expect(mark.x + 2 * mark.size).toBeCloseTo(width - mark.x, 1);
        expect([mark.y > 0, mark.y + mark.size < height]).toEqual([true, true]);
        expect(others).toHaveLength(list.pages[index]?.items.length ?? 0);
      }
    },
  );

  test('never shows a city’s own seal, and leaves the list itself as it was', () => {
    const [example] = examples(0);
    if (example === undefined) throw new Error('no example');
    const list = listOf(example);
    const sealed = {
      ...list,
      pages: list.pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.kind === 'picture' ? { ...item, image: own } : item)),
      })),
    };
    const before = structuredClone(sealed);
    const images = asPreview(sealed).pages.flatMap(({ items }) =>
      items.flatMap((item) => (item.kind === 'picture' ? [pictureDigest(item.image)] : [])),
    );
    expect(images).toEqual([pictureDigest(sampleSeal())]);
    expect(sealed).toEqual(before);
  });

  test('is no certificate: its title, its mark and its seal each betray it', () => {
    for (const example of examples(0)) {
      const list = listOf(example);
      const preview = asPreview(list);
      const read = (changed: typeof list) => readSubjects(example.template, asReadBack(changed));
      expect(read(preview)).toMatchObject({ ok: false, error: { kind: 'document-title' } });
      expect(read({ ...preview, title: list.title })).toMatchObject({
        ok: false,
        error: { kind: 'unexplained-text' },
      });
    }
  });
});

describe('a template’s period of validity', () => {
  const valid = (period: { validFrom?: string; validUntil?: string }) => {
    const template = compiled({ ...residentRecordTemplateData, ...period });
    return ['2026-11-22', '2026-11-23', '2026-11-24'].map((date) => isValidOn(template, day(date)));
  };

  test('begins and ends with whole days; without one it has no limit', () => {
    expect(valid({})).toEqual([true, true, true]);
    expect(valid({ validFrom: '2026-11-23' })).toEqual([false, true, true]);
    expect(valid({ validUntil: '2026-11-23' })).toEqual([true, true, false]);
    expect(valid({ validFrom: '2026-11-23', validUntil: '2026-11-23' })).toEqual([false, true, false]);
  });

  test('is a day of the calendar, or the template is refused', () => {
    expect(() => compiled({ ...residentRecordTemplateData, validFrom: '2026-02-30' })).toThrow('validFrom');
  });
});
