import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  differingSlots,
  type FinishedPages,
  layOut,
  readSubjects,
  residentRecordCopy,
} from '../../../functions/certificates/index.ts';
import {
  drawPdf,
  type FontSet,
  measure as measureGlyphs,
  pictureDigest,
  type ReadRun,
  readBack,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontsOf, openBasePack } from '../pdf/fixtures.ts';
import {
  asReadBack,
  copyOf,
  expectedContent,
  foreign,
  generatedInput,
  household,
  japanese,
  laidOut,
  pagesOf,
  seal,
  template,
} from './fixtures.ts';

const whole = copyOf({
  subjects: [
    japanese,
    { ...foreign, formerFamilyName: '旧見本', remarks: '備考の文' },
    ...household(6)
      .slice(2)
      .map((person) => ({ ...person, previousAddress: '北海道見本市港町'.repeat(10) })),
  ],
  scope: 'household',
  options: ['relationship', 'domicile', 'residency'],
});
const paper = asReadBack(pagesOf(whole));

/** The same paper with the runs of one page changed. */
function changed(page: number, change: (runs: ReadRun[]) => readonly ReadRun[]): FinishedPages {
  return {
    ...paper,
    pages: paper.pages.map((each, index) =>
      index === page ? { ...each, runs: change([...each.runs]) } : each,
    ),
  };
}

/** What a gate that expects `whole` objects to in a paper: a fault, or the slots that differ. */
function objections(finished: FinishedPages): readonly string[] {
  const reading = readSubjects(template, finished);
  if (!reading.ok) return [reading.error.kind];
  return differingSlots(expectedContent(whole), reading.value.content);
}

describe('what a finished paper says', () => {
  test('is read back as it was meant', () => {
    const reading = unwrap(readSubjects(template, paper));
    expect(reading).toMatchObject({
      tag: 'request-tag-1',
      pages: 2,
      scope: '（世帯全員の写し）',
      certification: 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。',
      issuedOn: '令和8年11月23日',
      headLine: '見本市長山田 一郎',
      certificateNumber: whole.certificateNumber,
      sealDigest: pictureDigest(seal),
    });
    expect(reading.subjects).toEqual(
      whole.subjects.map(({ fullName, dateOfBirth }) => ({ fullName, dateOfBirth })),
    );
    expect(objections(paper)).toEqual([]);
  });

  test('equals the model for generated people, pages and options', () => {
    let read = 0;
    fc.assert(
      fc.property(generatedInput, (input) => {
        const copy = unwrap(residentRecordCopy(input));
        const list = laidOut(copy);
        if (!list.ok) {
          expect(list.error.kind).toBe('overflow');
          return;
        }
        const reading = readSubjects(template, asReadBack(list.value));
        expect(reading.ok ? reading.value.content : reading.error).toEqual(expectedContent(copy));
        read++;
      }),
      { seed: 20261123, numRuns: 150 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('a run that two fonts share is one text', () => {
    const split = changed(0, (runs) =>
      runs.flatMap((run) => {
        if (run.text !== '見本 太郎' || run.size !== 13) return [run];
        return [
          { ...run, text: '本 太郎', x: run.x + 13 },
          { ...run, text: '見' },
        ];
      }),
    );
    expect(objections(split)).toEqual([]);
  });
});

describe('a paper is not accepted', () => {
  const runsOf = (page: number): readonly ReadRun[] => paper.pages[page]?.runs ?? [];

  test('with any one run removed', () => {
    for (const page of [0, 1]) {
      for (const [index, run] of runsOf(page).entries()) {
        const without = changed(page, (runs) => runs.toSpliced(index, 1));
        expect(objections(without), run.text).not.toEqual([]);
      }
    }
  });

  test('with any one run saying something else', () => {
    for (const page of [0, 1]) {
      for (const [index, run] of runsOf(page).entries()) {
        const other = changed(page, (runs) => runs.with(index, { ...run, text: `${run.text}子` }));
        expect(objections(other), run.text).not.toEqual([]);
      }
    }
  });

  test('with any one run moved up or down, or of another size or width', () => {
    for (const [index, run] of runsOf(1).entries()) {
      for (const more of [{ y: run.y - 1.5 }, { size: run.size + 0.25 }, { stretch: 0.9 }]) {
        const moved = changed(1, (runs) => runs.with(index, { ...run, ...more }));
        expect(objections(moved), run.text).not.toEqual([]);
      }
    }
  });

  test('with any one run moved aside that has to start at a fixed place', () => {
    const aligned = ['（世帯全員の写し）', '北海道見本市', '2／2 枚', '見本市長', '山田 一郎'];
    for (const [index, run] of runsOf(1).entries()) {
      if (aligned.includes(run.text)) continue;
      const moved = changed(1, (runs) => runs.with(index, { ...run, x: run.x + 1.5 }));
      expect(objections(moved), run.text).not.toEqual([]);
    }
  });

  test('with a run that stands there twice', () => {
    for (const [index, run] of runsOf(1).entries()) {
      const twice = changed(1, (runs) => runs.toSpliced(index, 0, run));
      expect(objections(twice), run.text).not.toEqual([]);
    }
  });

  test("with two members' texts swapped", () => {
    const other = (text: string, a: string, b: string) => (text === a ? b : text === b ? a : text);
    const swap = (a: string, b: string): FinishedPages => ({
      ...paper,
      pages: paper.pages.map((page) => ({
        ...page,
        runs: page.runs.map((run) => ({ ...run, text: other(run.text, a, b) })),
      })),
    });
    const [, , third, fourth] = whole.subjects;
    expect(objections(swap(third?.fullName ?? '', fourth?.fullName ?? ''))).toEqual([
      'subjects[2].fullName',
      'subjects[3].fullName',
    ]);
    expect(objections(swap('昭和53年4月5日', '1990年12月31日'))).toContain('subjects[1].dateOfBirth');
  });

  test.each([
    ['in the margin', { x: 10, y: 10 }],
    ['in the empty space', { x: 200, y: 300 }],
    ['over a value', { x: 150, y: 700 }],
  ])('with an added text %s', (_, at) => {
    const added = changed(1, (runs) => [...runs, { ...at, text: '追記', size: 10, stretch: 1 }]);
    expect(objections(added)).toEqual(['unexplained-text']);
  });

  test('with a page cut off, doubled or out of order', () => {
    const [first, second] = paper.pages;
    if (first === undefined || second === undefined) throw new Error('two pages');
    for (const pages of [
      [],
      [first],
      [second],
      [second, first],
      [first, first, second],
      [first, second, second],
    ]) {
      expect(objections({ ...paper, pages })).not.toEqual([]);
    }
  });

  test("with a page of another person's certificate", () => {
    const other = asReadBack(pagesOf({ ...whole, certificateNumber: 'another-number' }));
    const pages = [paper.pages[0], other.pages[1]].filter((page) => page !== undefined);
    expect(objections({ ...paper, pages })).toEqual(['pages-differ']);
  });

  test('without the seal, with it elsewhere, on another page or twice', () => {
    const withPictures = (
      page: number,
      change: (
        pictures: FinishedPages['pages'][number]['pictures'],
      ) => FinishedPages['pages'][number]['pictures'],
    ) => ({
      ...paper,
      pages: paper.pages.map((each, index) =>
        index === page ? { ...each, pictures: change(each.pictures) } : each,
      ),
    });
    const stamp = paper.pages[1]?.pictures ?? [];
    expect(objections(withPictures(1, () => []))).toEqual(['missing-seal']);
    expect(objections(withPictures(1, (all) => all.map((one) => ({ ...one, x: one.x - 40 }))))).toEqual([
      'missing-seal',
    ]);
    expect(objections(withPictures(1, (all) => all.map((one) => ({ ...one, width: 60 }))))).toEqual([
      'missing-seal',
    ]);
    expect(objections(withPictures(0, () => stamp))).toEqual(['unexplained-picture']);
    expect(objections(withPictures(1, (all) => [...all, ...all]))).toEqual(['unexplained-picture']);
  });

  test('of another title or page size', () => {
    expect(objections({ ...paper, title: '印鑑登録証明書' })).toEqual(['document-title']);
    const pages = paper.pages.map((page) => ({ ...page, width: 612 }));
    expect(objections({ ...paper, pages })).toEqual(['page-size']);
  });

  test('and its fault names a place, never what stands there', () => {
    const reading = readSubjects(
      template,
      changed(0, (runs) => runs.filter((run) => run.text !== '氏　　名')),
    );
    expect(reading).toEqual({ ok: false, error: { kind: 'missing-text', page: 1, slot: 'subjects[0]' } });
  });
});

describe('the finished bytes', () => {
  let fonts: FontSet;
  beforeAll(() => {
    fonts = fontsOf({ base: openBasePack() });
  });

  test.each([1, 2, 5, 20])('of %i members say what the model says', (size) => {
    const copy = copyOf({
      subjects: household(size).map((person, index) => ({
        ...person,
        fullName: index % 2 === 0 ? `葛\u{e0102}西 ${person.fullName}` : person.fullName,
        previousAddress: index % 3 === 0 ? '北海道見本市港町'.repeat(12) : undefined,
      })),
      scope: size === 1 ? 'individual' : 'household',
      options: ['relationship'],
    });
    const list = layOut(template, copy, { seal, tag: 'request-tag-1' }, (text, points, field) =>
      measureGlyphs(fonts, text, points, field),
    );
    const bytes = unwrap(drawPdf(unwrap(list), fonts));
    const reading = unwrap(readSubjects(template, unwrap(readBack(bytes))));
    expect(reading.content).toEqual(expectedContent(copy));
    expect(reading.tag).toBe('request-tag-1');
    expect(reading.sealDigest).toBe(pictureDigest(seal));
  });

  test('a character without a glyph refuses and names its field', () => {
    const copy = copyOf({ subjects: [{ ...japanese, fullName: '葛\u{e0100}西' }] });
    const list = layOut(template, copy, { seal, tag: 't' }, (text, points, field) =>
      measureGlyphs(fonts, text, points, field),
    );
    expect(list).toMatchObject({
      ok: false,
      error: { kind: 'missing-glyph', missing: [{ field: 'subjects[0].fullName', key: 'U+845B U+E0100' }] },
    });
  });
});
