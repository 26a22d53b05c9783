import type { AuditActor, AuditEvent } from '../audit/index.ts';
import type { NewId } from '../shared/ids.ts';
import type { Clock, Instant } from '../shared/time.ts';
import { type Latch, latchText } from './latch.ts';
import type { ClosureRecorder, ClosureStore } from './store.ts';

/** Whoever closes and heals, and with what. */
export type Closer = {
  readonly closures: Pick<ClosureStore, 'readLatches'>;
  readonly recorder: ClosureRecorder;
  readonly actor: AuditActor;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** Closes and puts it on record; false where that very latch is closed already. */
export async function closeLatch(closer: Closer, latch: Omit<Latch, 'closedAt'>): Promise<boolean> {
  const at = closer.clock();
  const closed = { ...latch, closedAt: at };
  return closer.recorder.close(closed, eventOf(closer, 'closure.closed', closed, at));
}

/** Heals this one latch and no other, and puts it on record; false where somebody else was faster. */
export async function healLatch(closer: Closer, latch: Latch, evidence?: string): Promise<boolean> {
  const at = closer.clock();
  return closer.recorder.heal(latch, at, eventOf(closer, 'closure.healed', latch, at, evidence));
}

export function eventOf(
  { newId, actor }: Closer,
  action: AuditEvent['action'],
  latch: Latch,
  at: Instant,
  evidence: string = latch.evidence,
): AuditEvent {
  const { municipality } = latch;
  return {
    eventId: newId(),
    municipality,
    at,
    actor,
    action,
    about: { closure: latchText(latch), evidence },
  };
}
