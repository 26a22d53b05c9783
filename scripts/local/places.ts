import { join } from 'node:path';

/** The folder of the whole project. */
export const PROJECT = join(import.meta.dirname, '../..');

/** What is fetched or unpacked once and outlives a reset. */
export const CACHE = join(PROJECT, '.cache');

/** The project's own Node, which runs every script and every function on the local engine. */
export const NODE_FOLDER = join(PROJECT, 'node_modules/node/bin');
export const NODE = join(NODE_FOLDER, 'node');

/** Held while bundles and templates are made and deployed: a start and the tests share these folders. */
export const BUILD_LOCK = join(CACHE, 'build.lock');

/** Where one running system keeps what it must remember. Every path is absolute. */
export type Place = {
  readonly directory: string;
  readonly logs: string;
  /** The engine's memory. The deployment's own notes lie in it, because they are true of this memory only. */
  readonly engine: string;
  readonly deployment: string;
  readonly processes: string;
  readonly stackFile: string;
  readonly stateFile: string;
  readonly lock: string;
};

export function placeAt(directory: string): Place {
  const within = (name: string): string => join(directory, name);
  return {
    directory,
    logs: within('logs'),
    engine: within('engine'),
    deployment: within('engine/deployment'),
    processes: within('processes.json'),
    stackFile: within('stack.json'),
    stateFile: within('state.json'),
    lock: within('start.lock'),
  };
}

/** What `npm start` runs. */
export const HOME_PLACE = placeAt(join(PROJECT, '.local'));

/** What the tests run, beside it. */
export const TEST_PLACE = placeAt(join(PROJECT, '.local/test'));
