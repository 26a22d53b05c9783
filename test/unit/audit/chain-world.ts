import type { Finding } from '../../../functions/audit/finding.ts';
import {
  AuditEvent,
  createAnchorStore,
  createAuditStore,
  createChainStore,
} from '../../../functions/audit/index.ts';
import { type SealParts, sealCity } from '../../../functions/audit/seal-city.ts';
import { type VerifyWish, verifyCity } from '../../../functions/audit/verify-city.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { uuidV7 } from '../../../functions/shared/uuid-v7.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { createFakeBucket } from '../seal-images/fake-bucket.ts';

export const CITY = MunicipalityCode.parse('012050');
export const MINUTE = 60_000;
export const NOON = Date.parse('2026-11-23T12:00:00+09:00');

/** A city's audit with a clock of its own: the real stores over a table and a bucket in memory. */
export function chainWorld(start = NOON) {
  const table = createFakeTable();
  const bucket = createFakeBucket();
  const chain = createChainStore({ client: table.client, table: 'audit' });
  const anchors = createAnchorStore({ client: bucket.client, bucket: 'anchors' });
  const audit = createAuditStore(table.client, 'audit');
  let now: Instant = instantOf(start);
  let made = 0;
  const parts: SealParts = { chain, anchors, clock: () => now };

  return {
    table,
    bucket,
    parts,
    now: () => now,
    pass: (minutes: number) => {
      now = instantOf(now + minutes * MINUTE);
    },
    /** An event of now, or of so many minutes before, and its key in the table. */
    async write(minutesAgo = 0): Promise<string> {
      made += 1;
      const at = now - minutesAgo * MINUTE;
      const random = new Uint8Array(10).fill(made % 251);
      random.set([made >> 8, made & 255]);
      const event = AuditEvent.parse({
        eventId: uuidV7(at, random),
        municipality: CITY,
        at,
        actor: { kind: 'center', terminal: 'T-01' },
        action: 'issuance.responded',
        about: { requestId: `request-${String(made).padStart(12, '0')}`, persons: ['000000000000001'] },
      });
      await audit.append(event);
      return [...table.items.keys()].find((key) => key.endsWith(`\n${event.eventId}`)) ?? '';
    },
    seal: () => sealCity(parts, CITY),
    async verify(wish: Partial<VerifyWish> = {}) {
      const findings: Finding[] = [];
      const verified = await verifyCity(
        { chain, anchors },
        { municipality: CITY, now, ...wish },
        {
          found: (finding) => findings.push(finding),
          progress: () => undefined,
        },
      );
      return { ...verified, findings, kinds: [...new Set(findings.map(({ kind }) => kind))].sort() };
    },
    /** Keys of the table's items by their first letter, in order. */
    keys: (letter: 'E' | 'B' | 'H') =>
      [...table.items.keys()].filter((key) => key.startsWith(`${letter}#`)).sort(),
  };
}
