import type { RefusalCode } from '../shared/refusals.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { jstTimestamp } from '../shared/time.ts';
import { issuanceEvent } from './audit-event.ts';
import type { RequestStatus, ResultRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import { type IssuanceRecord, stateAt, typeNameOf } from './record.ts';
import type { RecordStore } from './store.ts';

/** How often a conflict with another notice about the same request is tried again. */
const ATTEMPTS = 3;

/**
 * The kiosk's word on what became of the paper and what was charged. The first one counts; the same word again changes
 * nothing, another one is refused (corrections come through the discrepancy list).
 */
export async function reportResult(
  deps: { readonly records: Pick<RecordStore, 'read' | 'finish'> } & Pick<IssueDeps, 'clock' | 'newId'>,
  request: ResultRequest,
): Promise<Result<RequestStatus, RefusalCode>> {
  const { outcome: told, chargedJpy } = request;
  for (let attempt = 1; ; attempt += 1) {
    const record = await deps.records.read(request.municipality, request.requestId);
    if (record === undefined) return err('ISS-2006');
    if (record.state === told && (chargedJpy ?? record.chargedJpy) === record.chargedJpy)
      return ok(statusOf(record, told));
    if (record.state !== 'responded') return err('ISS-2007');
    const at = deps.clock();
    const event = issuanceEvent(deps.newId, record, `issuance.${told}`, at, {
      persons: record.subjects,
    });
    const outcome = await deps.records.finish(record, told, at, event, chargedJpy);
    if (outcome === 'done') return ok(statusOf(record, told));
    if (attempt === ATTEMPTS) throw new Error('the result could not be recorded');
  }
}

/** What the centre may know of a request. */
export async function queryRequest(
  deps: { readonly records: Pick<RecordStore, 'read'> } & Pick<IssueDeps, 'clock' | 'resultWaitMs'>,
  request: Pick<ResultRequest, 'municipality' | 'requestId'>,
): Promise<Result<RequestStatus, RefusalCode>> {
  const record = await deps.records.read(request.municipality, request.requestId);
  if (record === undefined) return err('ISS-2006');
  return ok(statusOf(record, stateAt(record, deps.clock(), deps.resultWaitMs)));
}

function statusOf(record: IssuanceRecord, state: RequestStatus['state']): RequestStatus {
  const { requestId, municipality, type, receivedAt, drawing } = record;
  return {
    requestId,
    municipality,
    type,
    typeName: typeNameOf(record),
    state,
    receivedAt: jstTimestamp(receivedAt),
    ...(drawing === undefined ? {} : { pdfSha256: drawing.pdfSha256 }),
  };
}
