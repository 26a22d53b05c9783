import { join } from 'node:path';
import { ensurePythonEnvironment, type PythonEnvironment, pythonIn } from './python-environment.ts';

/** FreeType, which says what a font's glyphs look like: the tests' witness of what is drawn. */
const FREETYPE: PythonEnvironment = {
  name: 'freetype',
  what: 'comparison of glyphs',
  requirements: join(import.meta.dirname, 'freetype-requirements.txt'),
  module: 'freetype',
};

export const FREETYPE_PYTHON = pythonIn(FREETYPE);

/** @returns whether anything had to be installed */
export const ensureFreeType = (onProgress?: (message: string) => void): Promise<boolean> =>
  ensurePythonEnvironment(FREETYPE, onProgress);
