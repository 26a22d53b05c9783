import type { IssueDeps } from './deps.ts';
import type { IssuanceRecord } from './record.ts';

/** A certificate that is not the one asked for closes its type in its city at once (INV-4). */
export async function closeByGate(
  deps: Pick<IssueDeps, 'alarm' | 'closures' | 'clock'>,
  record: IssuanceRecord,
): Promise<void> {
  deps.alarm(record.issuanceId);
  await deps.closures.close({
    municipality: record.municipality,
    type: record.type,
    cause: 'gate',
    closedAt: deps.clock(),
    evidence: record.issuanceId,
  });
}
