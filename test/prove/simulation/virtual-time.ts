import type { Random } from '../../../simulator/sample/random.ts';

/** Milliseconds that pass only as the scheduler lets them. */
export type VirtualTime = {
  readonly now: () => number;
  /** Does something so many milliseconds from now; gives the way to forget it. */
  readonly after: (milliseconds: number, action: () => void) => () => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Lets time pass until a moment comes at which this holds; throws where nothing is left to happen before. */
  readonly runUntil: (isOver: () => boolean) => Promise<void>;
};

type Event = {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
  isForgotten: boolean;
};

/**
 * A clock without a machine's timers: events of one millisecond happen in an order that the seed decides, and
 * everything that follows from them by promises alone has happened before the next millisecond begins.
 */
export function createVirtualTime(start: number, random: Random): VirtualTime {
  const heap: Event[] = [];
  let now = start;

  const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

  const push = (event: Event): void => {
    let place = heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(event, above)) break;
      heap[place] = above;
      heap[parent] = event;
      place = parent;
    }
  };

  const pop = (): Event | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    heap[0] = last;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const child =
        right !== undefined && left !== undefined && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1;
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) return first;
      heap[place] = below;
      heap[child] = last;
      place = child;
    }
  };

  const after: VirtualTime['after'] = (milliseconds, action) => {
    const event = {
      at: now + Math.max(0, Math.round(milliseconds)),
      order: random.next(),
      action,
      isForgotten: false,
    };
    push(event);
    return () => {
      event.isForgotten = true;
    };
  };

  return {
    now: () => now,
    after,
    pause: (milliseconds) => new Promise((resolve) => void after(milliseconds, resolve)),
    async runUntil(isOver) {
      for (;;) {
        // Whatever hangs on promises alone is done before the machine comes to its next turn.
        await new Promise((resolve) => void setImmediate(resolve));
        if (isOver()) return;
        let isNothingDone = true;
        while (isNothingDone) {
          const event = pop();
          if (event === undefined) throw new Error('nothing is left to happen');
          if (event.isForgotten) continue;
          now = event.at;
          event.action();
          isNothingDone = false;
        }
        for (let next = heap[0]; next !== undefined && next.at <= now; next = heap[0]) {
          pop();
          if (!next.isForgotten) next.action();
        }
      }
    },
  };
}
