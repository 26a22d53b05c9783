import type { MunicipalityCode, RequestId } from '../shared/ids.ts';
import { jstDateOf, jstTimestamp } from '../shared/time.ts';
import type { IssuanceRecord } from './record.ts';

/** The municipality is part of the key: no request can name another city's record (INV-11). Table `issuance`. */
export const recordKey = (municipality: MunicipalityCode, requestId: RequestId) => ({
  pk: `R#${municipality}#${requestId}`,
  sk: 'record',
});

/** A new record as its table has it, with its place in the index `byDay`. */
export const recordItem = (record: IssuanceRecord) => ({
  ...recordKey(record.municipality, record.requestId),
  ...record,
  day: `${record.municipality}#${jstDateOf(record.receivedAt)}`,
  dayOrder: `${jstTimestamp(record.receivedAt)}#${record.issuanceId}`,
});
