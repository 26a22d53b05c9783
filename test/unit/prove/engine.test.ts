import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTimeline } from '../../prove/engine/timeline.ts';

// What the proof on the engine holds a certificate against.

describe('a line of states', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
  afterEach(() => void vi.useRealTimers());

  test('counts what was replaced until that was read back, and what was sent from then on', async () => {
    const line = createTimeline('open');
    const changed = line.change('restricted', () => new Promise((done) => setTimeout(done, 500)));
    expect(line.between(900, 999)).toEqual(['open']);
    expect(line.between(900, 1_000)).toEqual(['open', 'restricted']);
    await vi.advanceTimersByTimeAsync(500);
    await changed;
    // Committed in the very millisecond of the reading it may have been before it.
    expect(line.between(1_500, 2_000)).toEqual(['open', 'restricted']);
    expect(line.between(1_501, 2_000)).toEqual(['restricted']);
  });

  test('counts nothing as over of which nobody knows yet whether it took effect', async () => {
    const line = createTimeline('open');
    const lost = line.change('restricted', () => Promise.reject(new Error('no answer')));
    await expect(lost).rejects.toThrow('no answer');
    expect(line.between(9_000, 9_000)).toEqual(['open', 'restricted']);
  });
});
