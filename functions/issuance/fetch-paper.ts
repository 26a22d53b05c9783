import { type KosekiCertificate, type KosekiFault, KosekiRequestId } from '../koseki/index.ts';
import { err, type Result, unreachable } from '../shared/result.ts';
import { closeByGate } from './close-by-gate.ts';
import type { IssueRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import type { FetchedFamily } from './families/family.ts';
import type { Judged, PaperFault } from './prepare.ts';
import type { IssuanceRecord, RefusalReason } from './record.ts';

/**
 * The paper of a family that is drawn elsewhere (仕様書 3(2)③), asked for under the issuance's own id: that id has been
 * claimed, so that no other question ever bears it (INV-3, INV-6). An answer that may be somebody else's closes the type.
 */
export async function fetchPaper(
  deps: IssueDeps,
  request: IssueRequest,
  record: IssuanceRecord,
  { judged, family, signal }: { judged: Judged; family: FetchedFamily; signal: AbortSignal },
): Promise<Result<KosekiCertificate, PaperFault>> {
  const wish = family.question(judged.facts, request);
  if (!wish.ok) return err({ reasons: wish.error });
  let withheld: Uint8Array | undefined;
  const fetched = await deps.koseki.fetchCertificate({
    ...wish.value,
    requestId: KosekiRequestId.parse(record.issuanceId),
    municipality: request.municipality,
    deadlineAt: record.deadlineAt,
    signal,
    withhold: (pdf) => {
      withheld = pdf;
    },
  });
  if (fetched.ok) return fetched;
  const reason = reasonOf(fetched.error);
  if (reason.code !== 'ISS-2003') return err({ reasons: [reason] });
  await closeByGate(deps, record);
  return err({ reasons: [reason], ...(withheld === undefined ? {} : { withheld }) });
}

/** Names rules and places, never what a paper or a person says. */
function reasonOf(fault: KosekiFault): RefusalReason {
  switch (fault.kind) {
    case 'deadline':
    case 'aborted':
      return { code: 'ISS-2002', detail: `koseki: ${fault.kind}` };
    case 'unreachable':
      return { code: 'ISS-2031', detail: `koseki: ${fault.kind} ${fault.code}` };
    case 'protocol':
      return { code: 'ISS-2031', detail: `koseki: ${fault.kind} ${fault.rule}` };
    case 'broken':
    case 'redirected':
    case 'wrong-type':
      return { code: 'ISS-2031', detail: `koseki: ${fault.kind}` };
    case 'too-large':
      return { code: 'ISS-1214', detail: `koseki: ${fault.kind}` };
    case 'no-link':
      return { code: 'ISS-1004' };
    case 'not-verifiable':
      return { code: 'ISS-1236', detail: `koseki: ${fault.lacks}` };
    case 'declined':
      return declined(fault);
    case 'pdf':
      return { code: 'ISS-1238', detail: `koseki: pdf ${fault.fault.kind}` };
    case 'echo-missing':
    case 'echo-mismatch':
      return { code: 'ISS-2003', detail: `koseki: ${fault.kind} ${fault.field}` };
    case 'text-unreadable':
      return { code: 'ISS-2003', detail: `koseki: ${fault.kind} page ${fault.page}` };
    case 'text-mismatch':
      return { code: 'ISS-2003', detail: `koseki: ${fault.kind} ${fault.lacks}` };
    case 'unasked':
      return { code: 'ISS-2003', detail: `koseki: ${fault.kind} ${fault.item}` };
    default:
      return unreachable(fault);
  }
}

function declined({ status, reason }: Extract<KosekiFault, { kind: 'declined' }>): RefusalReason {
  const detail = `koseki: ${reason}`;
  if (reason === 'closed') return { code: 'ISS-2032', detail };
  // No answer as agreed: a gateway's error page, or another question's.
  return reason === 'unspecified'
    ? { code: 'ISS-2031', detail: `${detail} ${status}` }
    : { code: 'ISS-1237', detail };
}
