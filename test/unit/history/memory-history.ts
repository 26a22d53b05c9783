import type { HistoryParts } from '../../../functions/history/read-history.ts';
import type { HistoryStore } from '../../../functions/history/store.ts';
import { IssuanceRecord } from '../../../functions/issuance/index.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import { jstDateOf, jstTimestamp } from '../../../functions/shared/time.ts';

const orderOf = (record: IssuanceRecord): string => `${jstTimestamp(record.receivedAt)}#${record.issuanceId}`;

/** Behaves like the table and its index by day. */
export function memoryHistory(records: readonly IssuanceRecord[]): HistoryStore {
  return {
    async pageOfDay(municipality, day, { limit, after }) {
      const all = records
        .filter((record) => record.municipality === municipality && jstDateOf(record.receivedAt) === day)
        .filter((record) => after === undefined || orderOf(record) < after.dayOrder)
        .sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
      const found = all.slice(0, limit).map((record) => ({
        record,
        position: { dayOrder: orderOf(record), requestId: record.requestId },
      }));
      return { records: found, more: all.length > limit };
    },
    read: async (municipality, requestId) =>
      records.find((record) => record.municipality === municipality && record.requestId === requestId),
  };
}

/** A register that knows these names and nothing else. */
export function memoryNames(
  names: Readonly<Record<string, string>>,
  seen: PersonId[] = [],
): HistoryParts['registry'] {
  const readPersons = async (_municipality: string, persons: readonly PersonId[]) => {
    seen.push(...persons);
    return persons.map((personId) => ({
      personId,
      resident: names[personId] === undefined ? undefined : { fact: { fullName: names[personId] } },
    }));
  };
  // The use case takes nothing but the name out of a resident's facts.
  return { readPersons } as unknown as HistoryParts['registry'];
}

/** A record like those of the issuing capability; `changes` says what matters to the test. */
export function recordOf(changes: Readonly<Record<string, unknown>>): IssuanceRecord {
  return IssuanceRecord.parse({
    issuanceId: '01a2096e-0f40-70e9-a37b-8fd3a9f7f44d',
    requestId: 'request-000000000001',
    municipality: '012050',
    state: 'printed',
    contentHash: 'a'.repeat(64),
    receivedAt: Date.parse('2026-11-23T09:15:00.123+09:00'),
    deadlineAt: Date.parse('2026-11-23T09:15:10.123+09:00'),
    type: 'resident-record',
    scope: 'individual',
    options: [],
    copies: 1,
    feeJpy: 300,
    store: { code: 'STORE-001', name: '見本ストア室蘭港店' },
    terminal: 'T-01',
    issuer: 'sample-ca',
    serial: '0A1B2C',
    applicant: '000000000000001',
    subjects: ['000000000000001'],
    reasons: [],
    ...changes,
  });
}
