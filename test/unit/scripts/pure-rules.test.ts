import { describe, expect, test } from 'vitest';
import { functionBreaches, hostBreaches, lockBreaches } from '../../../scripts/checks/pure-rules.ts';

const RULE = 'functions/eligibility/eligibility.ts';
const HANDLER = 'functions/issuance/handlers/issue.ts';
const rulesOf = (text: string, path = RULE): string[] => functionBreaches(path, text).map(({ rule }) => rule);

describe('a pure rule', () => {
  test.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const text = Date();',
    'const random = Math.random;',
    "const table = process.env['TABLE'];",
    'const id = crypto.randomUUID();',
    'const id = globalThis.crypto.randomUUID();',
    "import { randomBytes } from 'node:crypto';",
    "import { randomUUID as id } from 'node:crypto';",
    'const t = performance.now();',
  ])('is caught at: %s', (line) => {
    expect(
      rulesOf(
        `function f() { ${line.startsWith('import') ? '' : line} }\n${line.startsWith('import') ? line : ''}`,
      ),
    ).toHaveLength(1);
  });

  test.each([
    'const d = new Date(instant);',
    '// Date.now() is not used',
    "const text = 'Date.now()';",
    'const u = Date.UTC(2026, 0);',
  ])('may say: %s', (line) => {
    expect(rulesOf(`function f(instant: number) { ${line}\n }`)).toEqual([]);
  });

  test('an entry may read its clock and environment', () => {
    expect(rulesOf('const environment = parse(process.env); const now = Date.now;', HANDLER)).toEqual([]);
  });
});

describe('state in a module', () => {
  test.each([
    'let last = 0;',
    'export let last: string | undefined;',
    'const seen = new Map<string, string>();',
    'const seen = new Set();',
    'const queue: string[] = []; function f() { queue.push("x"); }',
    'const known = new Map([["a", 1]]); function f() { known.set("b", 2); }',
  ])('is caught at: %s', (text) => {
    expect(rulesOf(text, HANDLER)).toHaveLength(1);
  });

  test.each([
    "const NAMES = new Set(['a', 'b']);",
    "const NAMES: ReadonlyMap<string, string> = new Map([['a', 'b']]);",
    'const fontCache = new Map<string, Uint8Array>();',
    'function f() { let count = 0; count += 1; const seen = new Map(); return seen.set("a", count); }',
  ])('is not: %s', (text) => {
    expect(rulesOf(text, HANDLER)).toEqual([]);
  });
});

describe('hosts that no file may name', () => {
  // Put together, so that this file does not name them either.
  const registry = ['https://registry', 'npmjs.org/x'].join('.');
  const cloud = ['https://sqs.ap-northeast-1.amazon', 'aws.com/1/q'].join('');

  test('package registries and the real AWS', () => {
    expect(hostBreaches('a.ts', `x\n'${registry}'`)).toEqual([expect.objectContaining({ line: 2 })]);
    expect(hostBreaches('a.ts', `'${cloud}'`)).toHaveLength(1);
    expect(hostBreaches('a.ts', "'lambda.amazonaws.com'")).toEqual([]);
  });

  test('the lock file does not say where packages come from', () => {
    expect(lockBreaches('package-lock.json', '{\n "resolved": "x" }')).toEqual([
      expect.objectContaining({ line: 2 }),
    ]);
  });
});
