import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText } from '../../../functions/certificates/layout/fit-text.ts';
import { err, unwrap } from '../../../functions/shared/result.ts';
import { measure, widthOf } from './fixtures.ts';

const style = { sizes: [10, 8], maxLines: 2, leading: 1.3 };
const settle = (text: string, width = 100) => fitText(text, width, style, 'field', measure);
const linesOf = (text: string, width = 100) => unwrap(settle(text, width)).lines;

describe('a long text', () => {
  test('stays on one line at the usual size while it fits', () => {
    expect(settle('一'.repeat(10))).toEqual({
      ok: true,
      value: { size: 10, lines: ['一'.repeat(10)], width: 100 },
    });
  });

  test('takes more lines first', () => {
    expect(unwrap(settle('一'.repeat(11)))).toEqual({ size: 10, lines: ['一'.repeat(10), '一'] });
  });

  test('then a smaller size', () => {
    const { size, lines } = unwrap(settle('一'.repeat(21)));
    expect(size).toBe(8);
    expect(lines).toEqual(['一'.repeat(12), '一'.repeat(9)]);
  });

  test('and is refused when the smallest size has no room for it', () => {
    expect(unwrap(settle('一'.repeat(24))).size).toBe(8);
    expect(settle('一'.repeat(25))).toEqual({ ok: false, error: { kind: 'overflow', field: 'field' } });
  });

  test('is refused when a single character is wider than its place', () => {
    expect(settle('一', 7)).toEqual({ ok: false, error: { kind: 'overflow', field: 'field' } });
  });

  test('passes on what its measure refuses, wherever it stands', () => {
    const fault = { kind: 'missing-glyph' } as const;
    const failing = (text: string, size: number) =>
      text.includes('欠') ? err(fault) : measure(text, size, '');
    expect(fitText('有欠', 100, style, 'field', failing)).toEqual({ ok: false, error: fault });
  });
});

describe('a line break', () => {
  test('never parts a character from its variation selector', () => {
    expect(linesOf(`${'一'.repeat(9)}葛\u{e0102}葛\u{e0103}西`)).toEqual([
      `${'一'.repeat(9)}葛\u{e0102}`,
      '葛\u{e0103}西',
    ]);
  });

  test('never parts a character from its combining mark', () => {
    expect(linesOf(`${'一'.repeat(10)}か\u3099`)).toEqual(['一'.repeat(10), 'か\u3099']);
  });

  test('leaves no closing punctuation at the start of a line', () => {
    expect(linesOf(`${'一'.repeat(10)}、二`)).toEqual(['一'.repeat(9), '一、二']);
    expect(linesOf(`${'一'.repeat(9)}（二）三`)).toEqual(['一'.repeat(9), '（二）三']);
  });

  test('keeps words and numbers together where it can', () => {
    expect(linesOf('ANNA MARIA ELISABETH')).toEqual(['ANNA MARIA ELISABETH']);
    expect(linesOf('ANNA MARIA MAGDALENA')).toEqual(['ANNA MARIA MAGDALENA']);
    expect(linesOf('ANNA MARIA ELISABETHA')).toEqual(['ANNA MARIA ', 'ELISABETHA']);
    expect(linesOf(`${'一'.repeat(9)}123番`)).toEqual(['一'.repeat(9), '123番']);
  });

  test('parts a word that is longer than a line', () => {
    expect(linesOf('A'.repeat(25))).toEqual(['A'.repeat(20), 'AAAAA']);
  });

  test('lets a space hang over the end instead of starting a line with it', () => {
    expect(linesOf(`${'一'.repeat(10)}　二`)).toEqual([`${'一'.repeat(10)}　`, '二']);
  });

  test('lets no more than one space hang, so that nothing reaches far over the edge', () => {
    expect(linesOf(`${'一'.repeat(10)}　　　二`)).toEqual(['一'.repeat(9), '一　　　二']);
    for (const line of linesOf(`一${'　'.repeat(15)}二`)) expect(widthOf(line)).toBeLessThanOrEqual(11);
  });

  test('loses and adds nothing, and every line fits', () => {
    const part = fc.constantFrom(
      '一',
      '葛\u{e0102}',
      '𠮷',
      'ab',
      '7',
      ' ',
      '　',
      '、',
      '（',
      '）',
      'ー',
      'か\u3099',
    );
    const text = fc.array(part, { minLength: 1, maxLength: 60 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 200 }), (value, width) => {
        const fitted = fitText(value, width, { sizes: [10, 8, 6], maxLines: 4, leading: 1.3 }, 'f', measure);
        if (!fitted.ok) return;
        const { lines, size } = fitted.value;
        expect(lines.join('')).toBe(value);
        for (const line of lines) {
          expect(widthOf(line.replace(/[ 　]$/u, '')) * size).toBeLessThanOrEqual(width + 1e-6);
          expect(line).not.toMatch(/^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u3099]/u);
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
