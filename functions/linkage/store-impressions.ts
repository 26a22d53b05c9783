import type { RegistryChange } from '../registry/index.ts';
import type { ImpressionStore } from '../seal-images/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { NumberVault } from './number-vault.ts';
import type { Enclosure } from './row-to-fact.ts';

/** A change as it comes out of a row, with what does not belong into the registry. */
export type LinkedChange = RegistryChange & Enclosure;

/** Where the enclosures go. */
export type EnclosurePorts = {
  readonly impressions?: Pick<ImpressionStore, 'put'> | undefined;
  readonly numbers?: NumberVault | undefined;
};

/** Side by side: an upload is mostly waiting. */
const LANES = 16;

/**
 * Puts away what the changes enclose and gives the changes that the registry can take, in their order. Whoever applies
 * them afterwards names nothing that is not there: an impression lies in its place before a registration points to it.
 * The same again changes nothing. Throws where a change encloses something for which there is no port.
 */
export async function prepareChanges(
  { impressions, numbers }: EnclosurePorts,
  municipality: MunicipalityCode,
  changes: readonly LinkedChange[],
): Promise<readonly RegistryChange[]> {
  const prepare = async ({
    impression,
    individualNumber,
    ...change
  }: LinkedChange): Promise<RegistryChange> => {
    if (impression !== undefined && change.kind === 'seal') {
      if (impressions === undefined) throw new Error('linkage: there is no place for impressions');
      const digest = await impressions.put(municipality, impression);
      if (digest !== change.fact.impression?.sha256) throw new Error('linkage: another impression was kept');
    }
    if (individualNumber !== undefined && change.kind === 'resident') {
      if (numbers === undefined) throw new Error('linkage: there is no vault for numbers');
      const { personId } = change.fact;
      return { ...change, sealedNumber: await numbers.seal(municipality, personId, individualNumber) };
    }
    return change;
  };
  const prepared: RegistryChange[] = [];
  const open = changes.entries();
  const lane = async (): Promise<void> => {
    for (const [index, change] of open) prepared[index] = await prepare(change);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return prepared;
}
