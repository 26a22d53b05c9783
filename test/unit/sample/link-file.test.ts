import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadableStream } from 'node:stream/web';
import Papa from 'papaparse';
import { describe, expect, test, vi } from 'vitest';
import { formatFileName, inboxKey } from '../../../functions/linkage/index.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { readLinkFile } from '../../../functions/linkage/read-link-file.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { main } from '../../../simulator/sample/cli.ts';
import { writeLinkFile } from '../../../simulator/sample/link-file.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';
import { fullFiles } from '../../../simulator/sample/world-files.ts';

const world = generateWorld({ ...DEFAULT_PARAMETERS, residents: 600 });
const files = fullFiles(world);

const recordsOf = (bytes: Uint8Array): string[][] =>
  Papa.parse<string[]>(Buffer.from(bytes).toString('utf8'), { skipEmptyLines: true }).data;

describe('a link file', () => {
  test('says at its head what its name says', () => {
    for (const { name, bytes } of files) {
      const [header = []] = recordsOf(bytes);
      expect(header.slice(0, 7)).toEqual(['#KOFU', '1', name.municipality, name.feed, 'full', '1', '1']);
      expect(header[7]).toBe('2026-10-01T00:00:00+09:00');
    }
    expect(files.map(({ name }) => inboxKey(name)).slice(0, 7)).toEqual([
      'inbox/012050-resident-full-1-000001.csv',
      'inbox/012050-seal-full-1-000001.csv',
      'inbox/012050-tax-full-1-000001.csv',
      'inbox/012050-serial-full-1-000001.csv',
      'inbox-priority/012050-restriction-full-1-000001.csv',
      'inbox/012050-koseki-index-full-1-000001.csv',
      'inbox/012050-domicile-registration-full-1-000001.csv',
    ]);
  });

  test('counts its rows and sums all bytes before its trailer', () => {
    for (const { bytes } of files) {
      const text = Buffer.from(bytes);
      const trailerAt = text.lastIndexOf('#END');
      const [, count, sum] = text.subarray(trailerAt).toString().trim().split(',');
      expect(Number(count)).toBe(recordsOf(bytes).length - 3);
      expect(sum).toBe(createHash('sha256').update(text.subarray(0, trailerAt)).digest('hex'));
    }
  });

  test('is taken in by the linkage whole, without a rejected row', async () => {
    for (const { name, bytes } of files) {
      const parse = createRowParser(name);
      const problems: unknown[] = [];
      const kinds: string[] = [];
      for await (const event of readLinkFile(name, ReadableStream.from([bytes]))) {
        kinds.push(event.kind);
        if (event.kind !== 'records') continue;
        for (const row of event.records.map(parse)) if (!row.ok) problems.push(row);
      }
      expect(problems).toEqual([]);
      expect(kinds.at(-1)).toBe('verified');
    }
  });

  test('has different headings, one for each cell', () => {
    for (const { bytes } of files) {
      const [, headings = [], ...rows] = recordsOf(bytes);
      expect(new Set(headings).size).toBe(headings.length);
      expect(new Set(rows.slice(0, -1).map(({ length }) => length))).toEqual(new Set([headings.length]));
    }
  });

  test('brings every cell back as it was, with quotes, commas and line ends', () => {
    const municipality = MunicipalityCode.parse('012050');
    const name = { municipality, feed: 'restriction', kind: 'diff', epoch: 1, fileNumber: 7 } as const;
    const cells = ['a,b', 'say "x"', 'two\nlines', ' outer ', '', '葛\u{e0102}', '\ue000', '"', '1'];
    const keys = [
      'epoch',
      'number',
      'personId',
      'kind',
      'certificateType',
      'state',
      'householdWide',
      'from',
      'until',
    ];
    const row = Object.fromEntries(keys.map((key, index) => [key, cells[index] ?? '']));
    expect(recordsOf(writeLinkFile(name, '2026-10-01T00:00:00+09:00', [row]))[2]).toEqual(cells);
    expect(formatFileName(name)).toBe('012050-restriction-diff-1-000007.csv');
  });

  test('is written to a folder with the same bytes each time, with the fonts beside it', async () => {
    const paths = [
      ...files.map(({ name }) => inboxKey(name)),
      'gaiji/012050/EUDC.tte',
      'gaiji/012301/EUDC.tte',
      'gaiji/012335/EUDC.tte',
    ];
    const contents: Buffer[][] = [];
    for (let time = 0; time < 2; time += 1) {
      vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      const out = mkdtempSync(join(tmpdir(), 'kofu-world-'));
      expect(await main(['world', '--residents', '600', '--seed', 'kofu', '--out', out])).toBe(0);
      vi.restoreAllMocks();
      contents.push(paths.map((path) => readFileSync(join(out, path))));
    }
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]?.[0]).toEqual(Buffer.from(files[0]?.bytes ?? []));
  });
});
