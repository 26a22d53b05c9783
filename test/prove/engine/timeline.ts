/** What is so from some moment on; `seenAt`: when that had been read back, and until then without end. */
type Moment<S> = { readonly state: S; readonly sentAt: number; seenAt: number };

export type Timeline<S> = ReturnType<typeof createTimeline<S>>;

/**
 * One state after the other with the times between which each took over: it may count from when it was sent, and it has
 * to count from when it was read back. Times are milliseconds of this machine, whose clock all programs of a run share.
 */
export function createTimeline<S>(first: S) {
  const moments: Moment<S>[] = [{ state: first, sentAt: 0, seenAt: 0 }];
  let current = first;
  return {
    current: (): S => current,

    /** One change at a time: `carryOut` sends it and comes back when it has been read. */
    async change(next: S, carryOut: () => Promise<unknown>): Promise<void> {
      const moment = { state: next, sentAt: Date.now(), seenAt: Number.POSITIVE_INFINITY };
      moments.push(moment);
      await carryOut();
      moment.seenAt = Date.now();
      current = next;
    },

    /** Every state on which something may rest that was decided after `from` and known by `until`. */
    between(from: number, until: number): readonly S[] {
      const last = moments.findLastIndex(({ seenAt }) => seenAt < from);
      return moments
        .slice(Math.max(0, last))
        .flatMap(({ state, sentAt }) => (sentAt <= until ? [state] : []));
    },
  };
}
