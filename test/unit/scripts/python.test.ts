import { describe, expect, test } from 'vitest';
import { choosePython, type Python } from '../../../scripts/local/python.ts';

const python = (minor: number, venv: boolean): Python => ({
  path: `/usr/bin/python3.${minor}`,
  major: 3,
  minor,
  venv,
});

describe('the Python that holds the local engine', () => {
  test('is the first of 3.10 or newer that has venv', () => {
    expect(choosePython([python(9, true), python(12, false), python(10, true)]).minor).toBe(10);
  });

  test('where there is none, one sentence says so and what to install', () => {
    expect(() => choosePython([])).toThrow(/^Python is missing/);
  });

  test('where all are too old, the sentence names the version', () => {
    expect(() => choosePython([python(8, true)])).toThrow(/^Python 3\.8 .* is too old/);
  });

  test('where venv is missing, the sentence is about that and not about the version', () => {
    expect(() => choosePython([python(8, true), python(11, false)])).toThrow(
      /^Python 3\.11 .* has no venv module/,
    );
  });
});
