import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LocalDate } from '../../functions/shared/time.ts';
import { wipeEngine } from './engine.ts';
import { readIfThere, writeWhole } from './files.ts';
import type { Place } from './places.ts';

const SampleOperator = z.object({
  municipality: z.string(),
  municipalityName: z.string(),
  operatorId: z.string(),
  password: z.string(),
});
export type SampleOperator = z.infer<typeof SampleOperator>;

const WorldParameters = z.object({ residents: z.int(), seed: z.string(), today: LocalDate });

/** What earlier starts have finished at a place. A part is written only when its step is done. */
const State = z.object({
  /** Of which deployment the rest is true: another registry table holds nothing of it. */
  registryTable: z.string().optional(),
  world: WorldParameters.extend({ loadedAt: z.iso.datetime() }).optional(),
  operators: z.array(SampleOperator).optional(),
  /** Digest of the code and the stack that the background programs were started with. */
  background: z.string().optional(),
});
export type State = z.infer<typeof State>;

/** A file that this version cannot read counts as none: every step can be repeated. */
export async function readState(place: Place): Promise<State> {
  const text = await readIfThere(place.stateFile);
  if (text === undefined) return {};
  try {
    return State.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

export async function changeState(place: Place, change: Partial<State>): Promise<State> {
  const state = { ...(await readState(place)), ...change };
  await writeWhole(place.stateFile, `${JSON.stringify(state, undefined, 2)}\n`);
  return state;
}

/** Forgets the whole system of a place, but for its logs. Nothing of it may run. */
export async function wipe(place: Place): Promise<void> {
  await wipeEngine(place);
  for (const file of [place.stateFile, place.stackFile, join(place.directory, 'world.json')])
    await rm(file, { force: true });
}
