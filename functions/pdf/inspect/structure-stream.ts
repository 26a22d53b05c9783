import { decodeWithin, type Encoded, encodingOf } from './filters.ts';
import { type InspectRule, type Place, refuse } from './inspect-fault.ts';
import type { Budget } from './limits.ts';
import type { Dict, Value } from './values.ts';

const rules = { filter: 'filter', limit: 'inflated-bytes', data: 'stream-data' } as const satisfies Readonly<
  Record<string, InspectRule>
>;

/**
 * Decodes a stream of the file's structure: objects or cross-references.
 * @param resolved resolves references to filters and their parameters
 */
export function decodeStructure(
  dict: Dict,
  data: Uint8Array,
  where: Place,
  budget: Budget,
  resolved: (value: Value | undefined) => Value,
): Uint8Array {
  const encoded: Encoded = encodingOf(dict, data, resolved) ?? refuse('filter', where);
  const { bytes, cost } = decodeWithin(encoded, budget.inflatedBytes);
  budget.inflatedBytes -= cost;
  return typeof bytes === 'string' ? refuse(rules[bytes], where) : bytes;
}
