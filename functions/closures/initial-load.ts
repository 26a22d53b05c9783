import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Closer, closeLatch, healLatch } from './closing.ts';
import type { LatchName } from './latch.ts';

/** The one latch that keeps a whole city closed until its data have been approved (仕様書 4(4)). */
const INITIAL_LOAD: LatchName = { type: 'all', cause: 'initial-load' };

/** Closes a city for its initial load; false where it is closed for one already. */
export const closeForInitialLoad = (
  closer: Closer,
  municipality: MunicipalityCode,
  evidence: string,
): Promise<boolean> => closeLatch(closer, { ...INITIAL_LOAD, municipality, evidence });

/**
 * The city's approval of what has been loaded: opens it as far as nothing else keeps it closed.
 * @param report SHA-256 of the report that was approved, so that the record says what somebody has looked at
 */
export async function approveInitialLoad(
  closer: Closer,
  municipality: MunicipalityCode,
  report: string,
): Promise<Result<undefined, 'not-closed'>> {
  const latches = await closer.closures.readLatches(municipality);
  const latch = latches.find(({ type, cause }) => type === INITIAL_LOAD.type && cause === INITIAL_LOAD.cause);
  if (latch === undefined || !(await healLatch(closer, latch, report))) return err('not-closed');
  return ok(undefined);
}
