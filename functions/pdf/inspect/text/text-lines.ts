/** Where a run of text begins and ends on the page, and the em of its font there. */
export type Placed = {
  readonly text: string;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** Unit vector along the line. */
  readonly along: readonly [number, number];
  readonly em: number;
};

/** Runs on one baseline are one line; where they are a fifth of an em apart there is a blank. */
const sameLine = 0.3;
const gap = 0.2;

/** Puts runs together in the order in which they are painted. */
export function textLines(): { add(run: Placed): void; text(): string } {
  let text = '';
  let last: Placed | undefined;
  const between = (before: Placed, { from, along, em }: Placed): string => {
    const across = from[0] - before.to[0];
    const up = from[1] - before.to[1];
    const onward = across * along[0] + up * along[1];
    const aside = Math.abs(across * along[1] - up * along[0]);
    const larger = Math.max(em, before.em);
    if (aside > sameLine * larger || onward < -larger) return '\n';
    return onward > gap * em ? ' ' : '';
  };
  return {
    add(run) {
      if (last !== undefined) text += between(last, run);
      text += run.text;
      last = run;
    },
    text: () => text,
  };
}
