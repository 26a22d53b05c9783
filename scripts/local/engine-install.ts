import { join } from 'node:path';
import { ensurePythonEnvironment, type PythonEnvironment, pythonIn } from './python-environment.ts';

/** The local AWS engine's own environment. */
export const ENGINE: PythonEnvironment = {
  name: 'engine',
  what: 'engine',
  requirements: join(import.meta.dirname, 'engine-requirements.txt'),
  module: 'ministack',
};

export const ENGINE_PYTHON = pythonIn(ENGINE);

/** @returns whether anything had to be installed */
export const ensureEngine = (onProgress?: (message: string) => void): Promise<boolean> =>
  ensurePythonEnvironment(ENGINE, onProgress);
