import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { INVARIANTS } from '../../prove/guards/guard.ts';
import { GUARDS } from '../../prove/guards.ts';
import { LONG_PROOFS, STATIC_RULES } from '../../prove/invariants.ts';
import { renderInvariants } from '../../prove/invariants-map.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const textOf = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');
/** A test file and what it imports of the tests: cases stand in files of their own. */
const withCases = (file: string): string => {
  const text = textOf(file);
  const imported = [...text.matchAll(/from '(\.\.?\/[^']+\.ts)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );
  return [text, ...imported.filter((path) => path.startsWith('test/')).map(textOf)].join('\n');
};

/** A text in quotes with places to be filled in: `%s`, `$name`, `${...}`. */
const PATTERN = /(['"`])((?:(?!\1)[^\n])*[%$](?:(?!\1)[^\n])*)\1/g;
const PLACE = /%[sdijo]|\$\{[^}]*\}|\$\w+/;

/** Whether a test of that title can come of the file: as it stands, or by a title with places to fill in. */
function hasTest(source: string, title: string): boolean {
  if (source.includes(title)) return true;
  return [...source.matchAll(PATTERN)].some(([, , text = '']) => {
    const parts = text.split(PLACE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const filled = new RegExp(`^${parts.join('(.*)')}$`).exec(title)?.slice(1);
    // what is filled in stands there as well, or was counted
    const words = filled?.flatMap((part) => part.split(/[^\p{L}\p{N}]+/u));
    return words?.every((word) => /^\d*$/.test(word) || source.includes(word)) ?? false;
  });
}

describe('the map of the invariants', () => {
  test('names files and tests that exist', () => {
    const texts = new Map<string, string>();
    for (const { name, edits, test: named } of GUARDS) {
      for (const { file } of edits) expect([name, existsSync(join(PROJECT, file))]).toEqual([name, true]);
      const source = texts.get(named.file) ?? withCases(named.file);
      texts.set(named.file, source);
      expect([name, named.title, hasTest(source, named.title)]).toEqual([name, named.title, true]);
    }
    for (const rule of Object.values(STATIC_RULES).flat())
      for (const [, file = ''] of rule.matchAll(/`([^`]*\.\w+)`/g))
        expect([file, existsSync(join(PROJECT, file))]).toEqual([file, true]);
    for (const [file, name] of LONG_PROOFS) expect(textOf(file)).toContain(`name: '${name}'`);
  });

  test('has all twelve in the order of their numbers, and each with a guard, a test and a sentence', () => {
    const all = Array.from({ length: 12 }, (_, index) => `INV-${index + 1}`);
    expect(Object.keys(STATIC_RULES)).toEqual(all);
    const document = textOf('docs/invariants.md');
    // `npm run prove -- invariants` writes it anew
    expect(document).toBe(renderInvariants(document));
    for (const invariant of all) expect(document).toContain(`\n| ${invariant} | `);
    for (const invariant of INVARIANTS)
      expect(GUARDS.some((guard) => guard.invariant === invariant)).toBe(true);
  });
});
