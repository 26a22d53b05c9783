import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseProveArguments } from '../../prove/arguments.ts';
import { applyEdit, INVARIANTS } from '../../prove/guards/guard.ts';
import { chosenGuards, GUARDS } from '../../prove/guards.ts';

const PROJECT = join(import.meta.dirname, '../../..');

describe('npm run prove', () => {
  const onEngine = { count: 1, slice: 1, run: async () => ({ passed: 1, failed: 0, detail: [] }) };
  const proofs = [{ name: 'guards' }, { name: 'ids' }, { name: 'linkage', onEngine }];

  test('takes a name, a seed and a count', () => {
    expect(parseProveArguments(['ids', '--seed', 'x', '--count', '7'], proofs)).toEqual({
      kind: 'run',
      name: 'ids',
      seed: 'x',
      count: 7,
      onEngine: false,
      workers: undefined,
    });
    expect(parseProveArguments(['linkage', '--engine'], proofs)).toMatchObject({ onEngine: true });
    expect(parseProveArguments(['guards'], proofs)).toMatchObject({ seed: 'kofu', count: undefined });
    expect(parseProveArguments(['--help'], proofs)).toEqual({ kind: 'help' });
  });

  test.each([
    [[]],
    [['nothing']],
    [['ids', 'guards']],
    [['ids', '--count', '0']],
    [['ids', '--fast']],
    [['ids', '--engine']],
    [['ids', '--workers', 'many']],
  ])('says one sentence about %j', (args) => {
    const wish = parseProveArguments(args, proofs);
    expect(wish).toMatchObject({ kind: 'wrong', sentence: expect.stringMatching(/\.$/) });
  });
});

describe('the list of guards', () => {
  test('names texts that stand in the sources exactly once, and tests that exist', () => {
    for (const { name, edits, test: named } of GUARDS) {
      const texts = new Map<string, string>();
      for (const edit of edits) {
        const text = texts.get(edit.file) ?? readFileSync(join(PROJECT, edit.file), 'utf8');
        const changed = applyEdit(text, edit);
        expect([name, typeof changed === 'string' ? 'stands once' : changed]).toEqual([name, 'stands once']);
        texts.set(edit.file, String(changed));
      }
      expect(readFileSync(join(PROJECT, named.file), 'utf8')).toMatch(/\btest\b/);
    }
  });

  test('has every name once and something of each invariant', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
    for (const invariant of INVARIANTS)
      expect(GUARDS.some((guard) => guard.invariant === invariant)).toBe(true);
  });

  test('gives a slice with one of each invariant, the same for the same seed', () => {
    const slice = chosenGuards(GUARDS, INVARIANTS.length, 'a seed');
    expect(slice.map(({ invariant }) => invariant).sort()).toEqual([...INVARIANTS].sort());
    expect(chosenGuards(GUARDS, INVARIANTS.length, 'a seed')).toEqual(slice);
    expect(chosenGuards(GUARDS, INVARIANTS.length, 'another')).not.toEqual(slice);
    expect(chosenGuards(GUARDS, GUARDS.length, 'a seed')).toEqual(GUARDS);
  });

  test('says of a text that stands there twice, or not at all, that it has moved', () => {
    const edit = { file: 'a.ts', find: 'x', replace: 'y' };
    expect(applyEdit('a x b', edit)).toBe('a y b');
    expect(applyEdit('x x', edit)).toEqual({ moved: 'a.ts: 2 places match, not one' });
    expect(applyEdit('none', edit)).toEqual({ moved: 'a.ts: 0 places match, not one' });
  });
});
