import { type SettingRow, settingsAt, typeIn } from '../changes/index.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstTimestamp } from '../shared/time.ts';
import { type Closer, closeLatch, eventOf } from './closing.ts';
import type { CloseRequest, ClosuresView, ConfirmRequest, ProposeRequest } from './contract.ts';
import { type Latch, latchText } from './latch.ts';
import {
  type ConfirmFault,
  judgeConfirmation,
  judgeProposal,
  opensByHand,
  type ProposeFault,
  proposalOf,
} from './opening.ts';

/** Who closes and opens comes with each request. */
export type ByHandParts = Omit<Closer, 'actor'> & {
  readonly settings: { readonly readSettings: (m: MunicipalityCode) => Promise<readonly SettingRow[]> };
};

/** `changed`: somebody has closed it anew, proposed or opened meanwhile. */
export type OpeningFault = ProposeFault | ConfirmFault | 'not-closed' | 'changed';

/** Every closure that stands in the operator's own city. */
export async function listClosures(
  { closures, clock }: Pick<ByHandParts, 'closures' | 'clock'>,
  { municipality }: Staff,
): Promise<ClosuresView> {
  const latches = await closures.readLatches(municipality);
  const now = clock();
  return { closures: latches.map((latch) => viewOf(latch, now)) };
}

/**
 * The kill switch (INV-12): closes one type of the operator's city, or all. Each operator's closure is a latch of its
 * own, so that opening one never lifts what a colleague has closed. Closed already, it stays as it is; but a proposal
 * to open it falls.
 */
export async function closeByHand(
  parts: ByHandParts,
  operator: Staff,
  { type, reason, note }: CloseRequest,
): Promise<Result<ClosuresView, 'unknown-type'>> {
  const { municipality, operatorId } = operator;
  if (type !== 'all') {
    const settings = settingsAt(await parts.settings.readSettings(municipality), parts.clock());
    if (typeIn(settings, type) === undefined) return err('unknown-type');
  }
  await closeLatch(closerOf(parts, operator), {
    municipality,
    type,
    cause: 'by-hand',
    part: operatorId,
    evidence: reason,
    closedBy: operatorId,
    ...(note === undefined ? {} : { note }),
  });
  return ok(await listClosures(parts, operator));
}

/** Asks for a second person; nothing opens by it. */
export async function proposeOpening(
  parts: ByHandParts,
  operator: Staff,
  { closure, reason }: ProposeRequest,
): Promise<Result<ClosuresView, OpeningFault>> {
  const latch = await standing(parts, operator, closure);
  if (latch === undefined) return err('not-closed');
  const at = parts.clock();
  const judged = judgeProposal(latch, operator.operatorId, at);
  if (!judged.ok) return judged;
  const proposal = { proposedBy: operator.operatorId, proposedAt: at, proposedFor: reason };
  const event = eventOf(closerOf(parts, operator), 'closure.opening-proposed', latch, at, reason);
  if (!(await parts.recorder.propose(latch, proposal, event))) return err('changed');
  return ok(await listClosures(parts, operator));
}

/** Opens exactly the closure that was proposed, as far as nothing else keeps its types closed. */
export async function confirmOpening(
  parts: ByHandParts,
  operator: Staff,
  { closure }: ConfirmRequest,
): Promise<Result<ClosuresView, OpeningFault>> {
  const latch = await standing(parts, operator, closure);
  if (latch === undefined) return err('not-closed');
  const at = parts.clock();
  const judged = judgeConfirmation(latch, operator.operatorId, at);
  if (!judged.ok) return judged;
  const { proposedBy, proposedFor } = judged.value;
  const event = eventOf(closerOf(parts, operator), 'closure.opened', latch, at, proposedFor);
  const said = { ...event, about: { ...event.about, operatorId: proposedBy } };
  if (!(await parts.recorder.open(judged.value, at, said))) return err('changed');
  return ok(await listClosures(parts, operator));
}

const closerOf = (parts: ByHandParts, { operatorId }: Staff): Closer => ({
  ...parts,
  actor: { kind: 'operator', operatorId },
});

async function standing(
  { closures }: ByHandParts,
  { municipality }: Staff,
  closure: string,
): Promise<Latch | undefined> {
  return (await closures.readLatches(municipality)).find((latch) => latchText(latch) === closure);
}

function viewOf(latch: Latch, now: Instant): ClosuresView['closures'][number] {
  const { type, cause, closedAt, closedBy, evidence, note } = latch;
  const proposal = proposalOf(latch, now);
  return {
    closure: latchText(latch),
    type,
    cause,
    closedAt: jstTimestamp(closedAt),
    closedBy: closedBy ?? null,
    evidence,
    note: note ?? null,
    opensByHand: opensByHand(latch),
    proposal:
      proposal === undefined
        ? null
        : {
            by: proposal.proposedBy,
            at: jstTimestamp(proposal.proposedAt),
            reason: proposal.proposedFor,
          },
  };
}
