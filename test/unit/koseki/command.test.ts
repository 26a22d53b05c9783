import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { standInLinks } from '../../../lib/config/stand-in-links.ts';
import { parseCommand } from '../../../scripts/koseki/arguments.ts';
import { main } from '../../../scripts/koseki/main.ts';
import {
  type Applicant,
  applicantsOf,
  expectedOf,
  type RunningStandIn,
  sampleOffices,
  startStandIn,
} from './stand-in.ts';

let standIn: RunningStandIn;
let applicant: Applicant;
let folder: string;

beforeAll(async () => {
  const offices = sampleOffices();
  standIn = await startStandIn(offices);
  const [first] = applicantsOf(offices);
  if (first === undefined) throw new Error('nobody in the sample world');
  applicant = first;
});
afterAll(() => standIn.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'koseki-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const wrote: string[] = [];
  const complained: string[] = [];
  const KOSEKI_LINKS = JSON.stringify(standInLinks(standIn.origin));
  const code = await main(args, {
    write: (text) => void wrote.push(text),
    complain: (text) => void complained.push(text),
    environment: { STAGE: 'local', KOSEKI_LINKS },
  });
  return { code, out: wrote.join(''), complaint: complained.join('') };
}

const someone = (): string[] => {
  const { municipality, register, member } = applicant;
  return ['--municipality', municipality, '--register', register.id, '--person', member.key];
};

describe('the koseki command', () => {
  test('fetches one certificate, says what it is, and keeps no PDF', async () => {
    const { code, out } = await run('fetch', ...someone());
    expect(code).toBe(0);
    expect(out).toMatch(/受け取りました: \d+ ページ/);
    expect(out).toContain('PDF は残していません');
    expect(out).not.toContain(applicant.register.domicile);
  });

  test('writes the bytes as they came where it is told to', async () => {
    const file = join(folder, 'koseki.pdf');
    const { code, out } = await run('fetch', ...someone(), '--out', file, '--json');
    expect(code).toBe(0);
    const { outcome, sha256 } = JSON.parse(out);
    expect(outcome).toBe('received');
    expect(sha256Hex(await readFile(file))).toBe(sha256);
  });

  test('compares the paper with whom it is told to expect', async () => {
    const file = join(folder, 'expect.json');
    await writeFile(file, JSON.stringify(expectedOf(applicant)));
    const args = ['fetch', ...someone(), '--expect', file, '--json'];
    expect(JSON.parse((await run(...args)).out).knownBy).toBe('echo-and-text');
    await writeFile(file, JSON.stringify({ ...expectedOf(applicant), registeredDomicile: '別の本籍' }));
    const other = await run(...args);
    expect(other.code).toBe(1);
    expect(JSON.parse(other.out).fault).toEqual({ kind: 'text-mismatch', lacks: 'registeredDomicile' });
  });

  test('says in words why there is none, and writes no file', async () => {
    standIn.plan({ fault: 'script', times: 1 });
    const file = join(folder, 'koseki.pdf');
    const { code, out } = await run('fetch', ...someone(), '--out', file);
    expect(code).toBe(1);
    expect(out).toMatch(/渡せない PDF です: .*forbidden（script）/);
    await expect(readFile(file)).rejects.toThrow();
  });

  test.each([
    [[], /fetch か people/],
    [['fetch'], /--municipality が必要/],
    [['fetch', '--municipality', '1'], /--municipality の値/],
    [
      ['fetch', '--limit', '3', '--municipality', '012050', '--register', 'H1', '--person', 'K1'],
      /--limit は/,
    ],
    [['people', '--colour'], /--colour/],
    [['fetch', 'more'], /余分/],
  ])('%j is wrong usage', async (args, complaint) => {
    const { code, complaint: said } = await run(...args);
    expect(code).toBe(2);
    expect(said).toMatch(complaint);
  });

  test('its help names what can be asked for', () => {
    expect(parseCommand(['--help'])).toEqual({ ok: true, value: { command: 'help' } });
  });
});
