import { describe, expect, test } from 'vitest';
import {
  type CertificateTemplateData,
  contentOf,
  differingSlots,
  type FinishedPages,
  readSubjects,
  residentRecordTemplateData,
} from '../../../functions/certificates/index.ts';
import type { ReadPicture, ReadRun } from '../../../functions/pdf/index.ts';
import { pictureDigest } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { copyOf, seal } from './fixtures.ts';
import {
  compiled,
  type Example,
  examples,
  impressionOf,
  listOf,
  paperOf,
  sealTemplate,
  taxTemplate,
} from './papers.ts';
import { sealCertificateOf, sealFacts, taxCertificateOf, taxFacts } from './sample-models.ts';

/** What a gate that expects the example's model objects to in a paper: a fault, or the slots that differ. */
function objections({ template, model }: Example, finished: FinishedPages): readonly string[] {
  const reading = readSubjects(template, finished);
  if (!reading.ok) return [reading.error.kind];
  return differingSlots(contentOf(template, model), reading.value.content);
}

/** The paper with the runs of its pages changed, one change at a time. */
function* changes(
  paper: FinishedPages,
  change: (runs: readonly ReadRun[], index: number) => readonly ReadRun[] | undefined,
): Generator<{ readonly changed: FinishedPages; readonly run: ReadRun }> {
  for (const [number, page] of paper.pages.entries()) {
    for (const [index, run] of page.runs.entries()) {
      const runs = change(page.runs, index);
      if (runs === undefined) continue;
      yield { changed: { ...paper, pages: paper.pages.with(number, { ...page, runs }) }, run };
    }
  }
}

const SMALL = examples(1).filter(({ name }) => !name.endsWith('of 20'));

describe('what any finished paper says', () => {
  test.each(examples(30).map((example) => [example.name, example] as const))(
    '%s is read back as meant',
    (_, example) => {
      const { template, model } = example;
      const reading = unwrap(readSubjects(template, paperOf(example)));
      expect(reading.content).toEqual(contentOf(template, model));
      expect(reading.subjects.map(({ fullName }) => fullName)).toEqual(
        'subjects' in model && Array.isArray(model['subjects'])
          ? model['subjects'].map(({ fullName }) => fullName)
          : [model['fullName']],
      );
      expect(reading.sealDigest).toBe(pictureDigest(seal));
    },
  );

  test('names its 認証文, day and head, whatever it is', () => {
    const said = new Set(
      examples(0).map((example) => unwrap(readSubjects(example.template, paperOf(example))).certification),
    );
    expect(said).toEqual(
      new Set([
        'この写しは、住民票の原本と相違ないことを証明する。',
        'この写しは、世帯全員の住民票の原本と相違ないことを証明する。',
        '上記の事項は、住民票に記載があることを証明する。',
        'この写しは、登録された印影と相違ないことを証明する。',
        '上記のとおり相違ないことを証明する。',
      ]),
    );
  });
});

describe('no run of any paper goes unnoticed', () => {
  const refusesAll = (
    example: Example,
    change: (runs: readonly ReadRun[], index: number) => readonly ReadRun[] | undefined,
  ): void => {
    let count = 0;
    for (const { changed, run } of changes(paperOf(example), change)) {
      count++;
      expect(objections(example, changed), `${example.name}: ${run.text}`).not.toEqual([]);
    }
    expect(count).toBeGreaterThan(10);
  };

  describe.each(SMALL.map((example) => [example.name, example] as const))('%s', (_, example) => {
    test('that is missing', () => refusesAll(example, (runs, index) => runs.toSpliced(index, 1)));
    test('that comes twice', () =>
      refusesAll(example, (runs, index) => runs.toSpliced(index, 0, ...runs.slice(index, index + 1))));
    test('that says something else', () =>
      refusesAll(example, (runs, index) =>
        runs.map((run, at) => (at === index ? { ...run, text: `${run.text}一` } : run)),
      ));
    test('that stands higher or lower', () =>
      refusesAll(example, (runs, index) =>
        runs.map((run, at) => (at === index ? { ...run, y: run.y + 1.25 } : run)),
      ));
    test('that is larger or stretched', () => {
      refusesAll(example, (runs, index) =>
        runs.map((run, at) => (at === index ? { ...run, size: run.size + 0.25 } : run)),
      );
      refusesAll(example, (runs, index) =>
        runs.map((run, at) => (at === index ? { ...run, stretch: 0.9 } : run)),
      );
    });
    test('that says what another one should', () =>
      refusesAll(example, (runs, index) => {
        const [one, other] = [runs[index], runs[(index + 1) % runs.length]];
        if (one === undefined || other === undefined || one.text === other.text) return undefined;
        return runs.with(index, { ...one, text: other.text });
      }));
  });
});

describe('a picture of the body', () => {
  const example: Example = {
    name: 'seal',
    template: sealTemplate,
    model: sealCertificateOf({ facts: sealFacts('pictures', 'shortest') }),
  };
  const paper = paperOf(example);
  const withPictures = (
    change: (pictures: readonly ReadPicture[]) => readonly ReadPicture[],
  ): FinishedPages => ({
    ...paper,
    pages: paper.pages.map((page) => ({ ...page, pictures: change(page.pictures) })),
  });
  const moved = (more: (picture: ReadPicture) => Partial<ReadPicture>) =>
    withPictures(([stamp, impression, ...others]) =>
      stamp === undefined || impression === undefined
        ? []
        : [stamp, { ...impression, ...more(impression) }, ...others],
    );

  test('is read with its own size and digest, by the name that the template gives it', () => {
    const { width, height, image } = impressionOf(18);
    expect(unwrap(readSubjects(sealTemplate, paper)).pictures).toEqual({
      impression: { width, height, digest: pictureDigest(image) },
    });
  });

  test('of another size at its place is found as it is: whoever expects it compares', () => {
    const larger = moved(({ x, y, width, height }) => ({
      x: x - 1,
      y: y - 1,
      width: width + 2,
      height: height + 2,
    }));
    const reading = unwrap(readSubjects(sealTemplate, larger));
    expect(reading.pictures['impression']?.width).toBeCloseTo(impressionOf(18).width + 2, 3);
  });

  test.each<[string, FinishedPages, string]>([
    ['missing', withPictures((all) => all.slice(0, 1)), 'missing-picture'],
    ['elsewhere', moved(({ x }) => ({ x: x + 5 })), 'missing-picture'],
    [
      'larger than its place',
      moved(({ x, y, width, height }) => ({
        x: x - 60,
        y: y - 60,
        width: width + 120,
        height: height + 120,
      })),
      'missing-picture',
    ],
    ['doubled', withPictures((all) => [...all, ...all.slice(1)]), 'unexplained-picture'],
    [
      'beside another',
      withPictures((all) => [...all, ...all.slice(1).map((one) => ({ ...one, x: 20 }))]),
      'unexplained-picture',
    ],
    ['there without the seal', withPictures((all) => all.slice(1)), 'missing-seal'],
  ])('is not accepted %s', (_, finished, fault) => {
    expect(readSubjects(sealTemplate, finished)).toMatchObject({ ok: false, error: { kind: fault } });
  });
});

test('a field that a page says twice says the same both times', () => {
  const data = structuredClone(residentRecordTemplateData) as CertificateTemplateData;
  const rows = data.body.blocks[1]?.tables[0]?.rows ?? [];
  rows.push({
    height: 7,
    cells: [{ label: '氏名（再）', labelWidth: 22, width: 167, field: 'fullName', style: 'value' }],
  });
  const example = { name: 'twice', template: compiled(data), model: copyOf() };
  const paper = paperOf(example);
  expect(objections(example, paper)).toEqual([]);
  const names = paper.pages[0]?.runs.filter(({ text }) => text === '見本 太郎') ?? [];
  for (const name of names.filter(({ x }) => x > 100)) {
    const runs =
      paper.pages[0]?.runs.map((run) => (run === name ? { ...run, text: '見本 次郎' } : run)) ?? [];
    const pages = paper.pages.map((page) => ({ ...page, runs }));
    expect(objections(example, { ...paper, pages })).not.toEqual([]);
  }
});

test('a statement that a choice makes is read, and missed where it is not there', () => {
  const model = taxCertificateOf(taxFacts('statement', { state: 'exempt', length: 'longest' }));
  const example = { name: 'exempt', template: taxTemplate, model };
  const paper = paperOf(example);
  expect(contentOf(taxTemplate, model)['state']).toBe('市民税・道民税は、課税されていない（非課税）。');
  expect(objections(example, paper)).toEqual([]);
  const silent = paper.pages.map((page) => ({
    ...page,
    runs: page.runs.filter(({ text }) => !text.startsWith('市民税・道民税は')),
  }));
  expect(objections(example, { ...paper, pages: silent })).toEqual(['state']);
});

test('a block without values that is always there is missed where it is not', () => {
  const data = structuredClone(residentRecordTemplateData) as CertificateTemplateData;
  const rows = [{ height: 7, cells: [{ label: 'この証明書は複写できません。', width: 174 }] }];
  data.body.blocks.push({ id: 'note', gap: 2, tables: [{ width: 174, rows }] });
  const { end: _, ...body } = data.body;
  const example = { name: 'note', template: compiled({ ...data, body }), model: copyOf() };
  const paper = paperOf(example);
  expect(objections(example, paper)).toEqual([]);
  const silent = paper.pages.map((page) => ({
    ...page,
    runs: page.runs.filter(({ text }) => !text.startsWith('この証明書は')),
  }));
  expect(objections(example, { ...paper, pages: silent })).toEqual(['missing-text']);
});

describe('a list', () => {
  const example: Example = {
    name: 'tax',
    template: taxTemplate,
    model: taxCertificateOf(),
  };
  const { pages } = listOf(example);

  test('of which two amounts change places differs in just these', () => {
    const amounts = pages.flatMap(({ items }) =>
      items.flatMap((item) =>
        item.kind === 'text' && /^deductions\[\d+\]\.amount$/.test(item.field) ? [item] : [],
      ),
    );
    const first = amounts.find(({ text }) => text !== '―');
    const other = amounts.find(({ text }) => text !== first?.text);
    if (first === undefined || other === undefined) throw new Error('two amounts');
    const paper = paperOf(example);
    const swapped: FinishedPages = {
      ...paper,
      pages: paper.pages.map((page) => ({
        ...page,
        runs: page.runs.map((run) =>
          run.y === first.y && run.x === first.x
            ? { ...run, text: other.text }
            : run.y === other.y && run.x === other.x
              ? { ...run, text: first.text }
              : run,
        ),
      })),
    };
    expect(objections(example, swapped)).toEqual([first.field, other.field].sort());
  });
});
