import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBack } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { parseCommand } from '../../../scripts/pdf/arguments.ts';
import { parseKeys } from '../../../scripts/pdf/keys-file.ts';
import { main } from '../../../scripts/pdf/main.ts';
import { builtInTemplates } from '../../../scripts/pdf/templates.ts';
import { sampleCertificates } from '../../../simulator/sample/certificates.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';

const [MURORAN, NOBORIBETSU] = MUNICIPALITIES;
const OF_MURORAN = 'U+E041';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pdf-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

async function given(name: string, text: string | Uint8Array): Promise<string> {
  await writeFile(at(name), text);
  return at(name);
}

/** Runs the command; what it wrote, what it complained about, and its exit code. */
async function run(...args: string[]) {
  const wrote: string[] = [];
  const complained: string[] = [];
  const code = await main(args, {
    write: (text) => void wrote.push(text),
    complain: (text) => void complained.push(text),
  });
  return { code, out: wrote.join(''), complaint: complained.join('') };
}

async function runJson(...args: string[]) {
  const { code, out } = await run(...args, '--json');
  return { code, data: JSON.parse(out) };
}

const textsIn = async (file: string) =>
  unwrap(readBack(await readFile(file))).pages.map(({ runs }) => runs.map(({ text }) => text));

describe('the arguments of the pdf command', () => {
  const faultOf = (...args: string[]) => {
    const command = parseCommand(args);
    return command.ok ? undefined : command.error;
  };

  test('an unknown option, command or size is wrong usage, and so is what is missing', async () => {
    expect(faultOf('sheet', '--colour', 'red')).toMatch(/--colour/);
    expect(faultOf('draw')).toMatch(/draw/);
    expect(faultOf()).toMatch(/render/);
    expect(faultOf('sheet', '--municipality', '012050', '--out', 'x')).toMatch(/--keys が必要/);
    expect(faultOf('sheet', '--municipality', '1', '--keys', 'k', '--out', 'x')).toMatch(/6 桁/);
    expect(faultOf('render', '--template', 't', '--data', 'd', '--out', 'x', '--size', 'huge')).toMatch(
      /--size/,
    );
    expect(faultOf('render', '--template', 't', '--data', 'd', '--out', '')).toMatch(/--out/);
    expect(faultOf('preview', '--template', 't', '--data', 'd', '--out', 'x', '--seal', 's')).toMatch(
      /--seal/,
    );
    expect(faultOf('inspect')).toMatch(/1 つ/);
    expect(faultOf('inspect', 'a.pdf', 'b.pdf')).toMatch(/1 つ/);
    expect(await run('sheet', '--colour')).toMatchObject({ code: 2, out: '' });
  });

  test('every command explains itself on the standard output', async () => {
    for (const words of [['--help'], ['render', '-h'], ['preview', '-h'], ['sheet', '-h'], ['inspect', '-h']])
      expect(await run(...words)).toMatchObject({
        code: 0,
        complaint: '',
        out: expect.stringMatching(/npm run -s pdf/),
      });
  });

  test('drawing is fast and PDF/A-2u unless told otherwise', () => {
    const needed = ['render', '--template', 't', '--data', 'd', '--out', 'x'];
    expect(unwrap(parseCommand(needed))).toMatchObject({ drawing: { size: 'fast', profile: 'a-2u' } });
    expect(unwrap(parseCommand([...needed, '--plain', '--size', 'compact']))).toMatchObject({
      drawing: { size: 'compact', profile: 'plain' },
    });
  });
});

describe('a file of keys', () => {
  test('has one key a line; blank lines, comments, Windows line ends and a byte order mark do not matter', () => {
    const keys = unwrap(
      parseKeys('\ufeff# 外字\r\nU+845B\r\n\r\n u+845b U+E0102 # 葛\nU+6F22\tU+FE00\nU+20BB7\nU+845B'),
    );
    expect(keys).toEqual([0x845b * 512, 0x845b * 512 + 19, 0x6f22 * 512 + 1, 0x20bb7 * 512]);
  });

  test.each([
    ['845B', /形/],
    ['U+84', /形/],
    ['U+845B U+E0102 U+E0103', /形/],
    ['葛', /形/],
    ['U+845B U+845B', /セレクタ/],
    ['U+E0102', /セレクタ/],
    ['U+FE00 U+FE01', /セレクタ/],
    ['U+D800', /サロゲート/],
    ['U+000A', /制御/],
    ['U+202E', /制御/],
    ['U+FFFF', /文字ではない/],
    ['U+110000', /10FFFF/],
  ])('the line %j is refused with its number', (line, reason) => {
    const faults = parseKeys(`U+4E00\n\n${line}\nU+4E8C`);
    expect(faults).toEqual({ ok: false, error: [{ line: 3, reason: expect.stringMatching(reason) }] });
  });
});

describe('a glyph sheet', () => {
  const sheet = (keys: string, ...more: string[]) => [
    'sheet',
    ...['--municipality', MURORAN.code, '--keys', keys, '--out', at('sheet.pdf')],
    ...more,
  ];

  test('draws plane 2, sequences and the city’s own characters, each with its code below', async () => {
    const keys = await given('keys.txt', `U+845B\nU+845B U+E0102\nU+20BB7\n${OF_MURORAN}\n`);
    const { code, data } = await runJson(...sheet(keys));
    expect(code).toBe(0);
    expect(data).toMatchObject({ outcome: 'drawn', municipality: MURORAN.code, pages: 1, missing: [] });
    expect(data.packs).toEqual([
      expect.objectContaining({ id: 'ipamjm', keys: ['U+845B', 'U+845B U+E0102', 'U+20BB7'] }),
      expect.objectContaining({ id: 'eudc', keys: [OF_MURORAN] }),
    ]);
    const [texts] = await textsIn(at('sheet.pdf'));
    expect(texts).toEqual(
      expect.arrayContaining([
        '葛',
        '葛\u{e0102}',
        '𠮷',
        '\ue041',
        'U+845B U+E0102',
        OF_MURORAN,
        '44 pt',
        '1/1',
      ]),
    );
    expect(texts).toContain(`${MURORAN.code} ${MURORAN.name}`);
    for (const { sha256 } of data.packs)
      expect(texts?.some((text) => text.includes(sha256.slice(0, 16)))).toBe(true);
  });

  test('lists at its end what no font draws, draws nothing in its place, and ends with 3', async () => {
    const missing = ['U+845B U+E0100', 'U+F860', 'U+E051', 'U+100000'];
    const keys = await given('keys.txt', ['U+4E00', ...missing].join('\n'));
    const { code, data } = await runJson(...sheet(keys));
    expect(code).toBe(3);
    expect(data).toMatchObject({ outcome: 'incomplete', missing });
    const texts = (await textsIn(at('sheet.pdf'))).flat();
    expect(texts.slice(-4)).toEqual(missing);
    expect(texts.join('')).not.toMatch(/\uf860|\ue051|\u{100000}|\u{e0100}/u);
  });

  test('goes over pages with n/N, and so does the list of missing ones', async () => {
    const codes = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `U+${(from + index).toString(16).toUpperCase()}`);
    const keys = await given('keys.txt', [...codes(0x3041, 80), ...codes(0xf100, 400)].join('\n'));
    const { code, data } = await runJson(...sheet(keys));
    expect(code).toBe(3);
    const pages = await textsIn(at('sheet.pdf'));
    expect(data.pages).toBe(pages.length);
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, texts] of pages.entries()) expect(texts).toContain(`${index + 1}/${pages.length}`);
    for (const key of [...codes(0x3041, 80), ...codes(0xf100, 400)])
      expect(pages.flat().filter((text) => text === key)).toHaveLength(1);
  });

  test('takes any font for the city’s own characters, and names one that is broken', async () => {
    const keys = await given('keys.txt', OF_MURORAN);
    const font = await given('EUDC.tte', eudcFont(MURORAN));
    expect(await runJson(...sheet(keys, '--eudc', font))).toMatchObject({
      code: 0,
      data: { outcome: 'drawn' },
    });
    const other = await given('other.tte', eudcFont(NOBORIBETSU));
    expect(await runJson(...sheet(keys, '--eudc', other))).toMatchObject({ code: 3 });
    const broken = await given('broken.tte', eudcFont(MURORAN).subarray(0, 300));
    expect(await run(...sheet(keys, '--eudc', broken))).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/broken\.tte/),
    });
  });

  test('is not made of a file with a bad line, of an empty one, or for a city without a font', async () => {
    const bad = await given('bad.txt', 'U+4E00\nnonsense');
    expect(await run(...sheet(bad))).toMatchObject({ code: 2, complaint: expect.stringMatching(/2 行目/) });
    const empty = await given('empty.txt', '# nothing\n');
    expect(await run(...sheet(empty))).toMatchObject({ code: 2 });
    const keys = await given('keys.txt', 'U+4E00');
    const elsewhere = ['sheet', '--municipality', '131016', '--keys', keys, '--out', at('sheet.pdf')];
    expect(await run(...elsewhere)).toMatchObject({ code: 2, complaint: expect.stringMatching(/--eudc/) });
    await expect(readFile(at('sheet.pdf'))).rejects.toThrow(/ENOENT/);
  });

  test('is the same to the byte each time', async () => {
    const keys = await given('keys.txt', `U+845B\n${OF_MURORAN}`);
    const first = await runJson(...sheet(keys));
    expect(await runJson(...sheet(keys))).toEqual(first);
  });
});

/** The JSON of a sample certificate, changed. */
const dataOf = (template: string, change: (model: Record<string, never>) => object = (model) => model) => {
  const known = builtInTemplates().findLast(({ id }) => id === template);
  const [sample] = sampleCertificates(known?.model ?? '');
  return given('data.json', JSON.stringify(change(JSON.parse(JSON.stringify(sample?.model)))));
};

const named =
  (fullName: string, more: object = {}) =>
  (model: Record<string, never>) => ({
    ...model,
    subjects: [{ kind: 'japanese', fullName, dateOfBirth: '不詳', sex: '男', ...more }],
  });

describe('rendering a certificate', () => {
  const render = (kind: string, template: string, data: string, ...more: string[]) => [
    kind,
    ...['--template', template, '--data', data, '--out', at('copy.pdf')],
    ...more,
  ];
  const IN_MURORAN = ['--municipality', MURORAN.code];

  test.each([...new Set(builtInTemplates().map(({ id }) => id))])(
    'every built-in template is drawn and read again: %s',
    async (template) => {
      const { code, data } = await runJson(
        ...render('render', template, await dataOf(template), ...IN_MURORAN),
      );
      expect(code).toBe(0);
      expect(data).toMatchObject({ outcome: 'rendered', template: { id: template }, file: at('copy.pdf') });
      const inspected = await runJson('inspect', at('copy.pdf'));
      expect(inspected.code).toBe(0);
      expect(inspected.data).toMatchObject({
        origin: 'own',
        profile: 'a-2u',
        sha256: data.sha256,
        bytes: data.bytes,
      });
      expect(inspected.data.pages).toHaveLength(data.pages);
    },
  );

  test('inspecting tells a sequence and a private-use character by key', async () => {
    const data = await dataOf('resident-record', named('葛\u{e0102}\ue041'));
    expect(await run(...render('render', 'resident-record', data, ...IN_MURORAN))).toMatchObject({ code: 0 });
    const { data: found } = await runJson('inspect', at('copy.pdf'));
    const run0 = found.pages[0].runs.find(({ text }: { text: string }) => text.startsWith('葛'));
    expect(run0).toMatchObject({ keys: ['U+845B U+E0102', OF_MURORAN], size: expect.any(Number) });
    expect(found.fonts).toEqual([
      { name: 'IPAmjMincho', glyphs: expect.any(Number), embedded: true },
      { name: `EUDC-${MURORAN.code}`, glyphs: 1, embedded: true },
    ]);
    expect((await run('inspect', at('copy.pdf'))).out).toMatch(/U\+845B U\+E0102, U\+E041/);
  });

  test('is refused with every missing glyph and every overflow by field, and nothing is written', async () => {
    const data = await dataOf(
      'resident-record',
      named('葛\u{e0100}鸞', { remarks: `${'長'.repeat(5000)}`, previousAddress: '\ue041\uf860' }),
    );
    const { code, data: refused } = await runJson(...render('render', 'resident-record', data));
    expect(code).toBe(3);
    expect(refused.outcome).toBe('refused');
    const told = refused.obstacles.flatMap((obstacle: { kind: string; field: string; missing?: object[] }) =>
      (obstacle.missing ?? [obstacle]).map((one) => ({ kind: obstacle.kind, ...one })),
    );
    expect(told).toHaveLength(4);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'missing-glyph',
          field: 'subjects[0].fullName',
          key: 'U+845B U+E0100',
        }),
        expect.objectContaining({
          kind: 'missing-glyph',
          field: 'subjects[0].previousAddress',
          key: OF_MURORAN,
        }),
        expect.objectContaining({
          kind: 'missing-glyph',
          field: 'subjects[0].previousAddress',
          key: 'U+F860',
        }),
        expect.objectContaining({ kind: 'overflow', field: 'subjects[0].remarks' }),
      ]),
    );
    await expect(readFile(at('copy.pdf'))).rejects.toThrow(/ENOENT/);
    const words = (await run(...render('render', 'resident-record', data))).out;
    expect(words).toMatch(/remarks/);
    expect(words).not.toMatch(/長|鸞/);
  });

  test('data that is not the template’s is refused by path, without its values', async () => {
    const data = await dataOf('resident-record', (model) => ({
      ...model,
      issuedOn: 20261123,
      secret: '秘密',
    }));
    const { code, complaint } = await run(...render('render', 'resident-record', data));
    expect(code).toBe(2);
    expect(complaint).toMatch(/issuedOn: /);
    expect(complaint).not.toMatch(/20261123|秘密/);
    const broken = await given('broken.json', '{');
    expect(await run(...render('render', 'resident-record', broken))).toMatchObject({ code: 2 });
    expect(await run(...render('render', 'resident-record', at('none.json')))).toMatchObject({ code: 2 });
  });

  test('a template is taken from a file too; an unknown or a wrong one is told', async () => {
    const data = await dataOf('resident-record');
    const [known] = builtInTemplates().filter(({ id }) => id === 'resident-record');
    const file = await given('own.json', JSON.stringify({ ...known, version: 77 }));
    expect(await runJson(...render('render', file, data))).toMatchObject({
      code: 0,
      data: { template: { version: 77 } },
    });
    const wrong = await given('wrong.json', JSON.stringify({ ...known, model: 'nobody' }));
    expect(await run(...render('render', wrong, data))).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/model/),
    });
    expect(await run(...render('render', 'nothing', data))).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/resident-record/),
    });
  });

  test('a preview is marked on every page and is no certificate', async () => {
    const data = await dataOf('resident-record');
    expect(await runJson(...render('preview', 'resident-record', data))).toMatchObject({
      code: 0,
      data: { outcome: 'previewed' },
    });
    const { data: found } = await runJson('inspect', at('copy.pdf'));
    expect(found.origin).toBe('other');
    for (const { text } of found.pages) expect(text).toMatch(/見本/);
  });

  test('smaller and plain when asked', async () => {
    const data = await dataOf('resident-record');
    const fast = await runJson(...render('render', 'resident-record', data));
    const plain = await runJson(...render('render', 'resident-record', data, '--plain', '--size', 'compact'));
    expect(plain.data.bytes).toBeLessThan(fast.data.bytes);
    expect((await runJson('inspect', at('copy.pdf'))).data.profile).toBe('plain');
  });
});

describe('inspecting a file from elsewhere', () => {
  test('says what it is, or by what rule it is refused', async () => {
    const document = await PDFDocument.create();
    document.addPage([595.28, 841.89]);
    const good = await given('good.pdf', await document.save());
    expect(await runJson('inspect', good)).toMatchObject({
      code: 0,
      data: {
        origin: 'other',
        notOwn: { kind: expect.any(String) },
        pages: [{ width: expect.closeTo(595.28, 1) }],
      },
    });
    document.addPage([300, 300]);
    const other = await given('other.pdf', await document.save());
    expect(await runJson('inspect', other)).toMatchObject({
      code: 3,
      data: { origin: 'other', outcome: 'refused', rule: 'not-a4', where: 'page 2' },
    });
    expect(await run('inspect', at('none.pdf'))).toMatchObject({ code: 2, out: '' });
  });
});
