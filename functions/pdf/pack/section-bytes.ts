import type { PackHeader, SectionName } from './pack-format.ts';

/** Length in bytes of every section that the header's numbers determine. */
export function sectionBytes({
  bareKeys,
  sequenceKeys,
  blockHeadBits,
}: PackHeader): Partial<Record<SectionName, number>> {
  const keys = bareKeys + sequenceKeys;
  return {
    pages: 0x1100 * 2,
    sequences: sequenceKeys * 4,
    records: (keys + 1) * 4,
    advances: (keys + 1) * 2,
    blockHead: ((blockHeadBits + 31) >>> 5) * 4,
    witness: keys * 16,
  };
}
