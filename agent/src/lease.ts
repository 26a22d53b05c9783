import { z } from 'zod';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../functions/shared/time.ts';
import type { Note, Store, Time } from './ports.ts';

/** What lies at `lease/<city>.json`: which instance may work now. Its age is the store's own business. */
const LeaseText = z.object({
  agent: z.string(),
  /** One run of the program. */
  instance: z.string(),
  /** Grows with each change of hands. */
  term: z.int().min(1),
  seconds: z.number().positive(),
  released: z.boolean(),
});
type LeaseText = z.infer<typeof LeaseText>;

/** The store tells times by the second. */
const STORE_TICK_MS = 1_000;
/** Part of its time that the holder leaves unused: clocks do not all run at the same rate. */
const MARGIN = 0.2;

export const leaseKey = (municipality: MunicipalityCode): string => `lease/${municipality}.json`;

export type Lease = {
  /** Takes the lease, keeps it, or finds that another instance has it. */
  readonly tick: () => Promise<'held' | 'standby'>;
  readonly isHeld: () => boolean;
  /** The store's present time; undefined before its first answer. */
  readonly now: () => Instant | undefined;
  /** Hands over at once instead of letting the time run out. */
  readonly release: () => Promise<void>;
};

/**
 * One instance of two. Whether a lease has run out is judged by the store's clock alone (its own time against the
 * object's), and the holder counts from before it asked: whatever the clocks of the two machines say, the one stops
 * before the other begins. Only the object's entity tag as it was seen may be replaced.
 */
export function createLease(deps: {
  readonly store: Pick<Store, 'readNote' | 'writeNote'>;
  readonly time: Pick<Time, 'monotonic' | 'wall'>;
  readonly municipality: MunicipalityCode;
  readonly agent: string;
  readonly instance: string;
  readonly seconds: number;
}): Lease {
  const { store, time, agent, instance, seconds } = deps;
  const key = leaseKey(deps.municipality);
  let asked: Reading | undefined;
  let store0: { readonly now: Instant; readonly at: number } | undefined;

  const reading = (): Reading => ({ monotonic: time.monotonic(), wall: time.wall() });
  const look = async () => {
    const note = await store.readNote(key);
    if (note !== undefined) store0 = { now: note.now, at: time.monotonic() };
    return note;
  };
  const write = async (note: Note | undefined, text: LeaseText) => {
    const condition =
      note === undefined ? ({ when: 'absent' } as const) : ({ when: 'unchanged', etag: note.etag } as const);
    return store.writeNote(key, JSON.stringify(text), condition);
  };

  return {
    tick: async () => {
      const note = await look();
      const before = note === undefined ? undefined : parseLease(note.text);
      const own = before?.instance === instance && !before.released;
      if (note !== undefined && !own && !isFree(note, before, seconds)) {
        asked = undefined;
        return 'standby';
      }
      const term = own ? before.term : (before?.term ?? 0) + 1;
      const from = reading();
      const written = await write(note, { agent, instance, term, seconds, released: false });
      if (written === 'conflict') {
        asked = undefined;
        return 'standby';
      }
      asked = from;
      if (store0 === undefined) await look();
      return 'held';
    },
    isHeld: () => asked !== undefined && elapsed(asked, reading()) < seconds * 1_000 * (1 - MARGIN),
    now: () =>
      store0 === undefined ? undefined : instantOf(Math.floor(store0.now + time.monotonic() - store0.at)),
    release: async () => {
      asked = undefined;
      const note = await look();
      const before = note === undefined ? undefined : parseLease(note.text);
      if (note !== undefined && before?.instance === instance)
        await write(note, { ...before, released: true });
    },
  };
}

type Reading = { readonly monotonic: number; readonly wall: Instant };

/** A machine that slept notices by its wall clock; one whose wall clock was put back, by the other. */
const elapsed = (from: Reading, to: Reading): number =>
  Math.max(to.monotonic - from.monotonic, to.wall - from.wall);

function isFree(note: Note, before: LeaseText | undefined, seconds: number): boolean {
  if (before?.released === true) return true;
  return note.now - note.modified > (before?.seconds ?? seconds) * 1_000 + STORE_TICK_MS;
}

function parseLease(text: string): LeaseText | undefined {
  try {
    return LeaseText.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
