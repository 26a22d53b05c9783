export type Cost = { readonly milliseconds: number; readonly grownBytes: number };

/** Gathers what became of cases, and what they have cost. */
export function costs() {
  const outcomes = new Map<string, number>();
  const times: number[] = [];
  let most = 0;
  const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);
  return {
    /** @param cost undefined where there was no answer */
    take(outcome: string, cost: Cost | undefined): void {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (cost === undefined) return;
      times.push(cost.milliseconds);
      most = Math.max(most, cost.grownBytes);
    },
    /** How often each outcome came: `passed 91, too-large 2`. */
    outcomes: (): string =>
      [...outcomes]
        .sort()
        .map(([name, number]) => `${name} ${number}`)
        .join(', '),
    /** Times and the most memory, in words. */
    measured(): string {
      times.sort((one, other) => one - other);
      return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, at most ${(most / 2 ** 20).toFixed(1)} MB more`;
    },
    answers: (): number => times.length,
  };
}
