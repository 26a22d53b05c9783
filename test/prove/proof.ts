/** What a proof is run with. */
export type ProofOptions = {
  /** Everything that is left to chance follows from it. */
  readonly seed: string;
  /** How many cases, in the proof's own measure. */
  readonly count: number;
  /** Processes side by side, for a proof that can use them; 1 where nothing is said. */
  readonly workers?: number | undefined;
  /** Takes one line for people. */
  readonly say: (line: string) => void;
};

export type ProofReport = {
  readonly passed: number;
  readonly failed: number;
  /** One line for each case that failed, and what was measured. No personal data. */
  readonly detail: readonly string[];
};

/** A long proof, of which `npm test` runs a short slice. */
export type Proof = {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Whether it needs the tests' running system. */
  readonly needsSystem: boolean;
  /** Cases where nothing is said. */
  readonly count: number;
  /** Cases of the slice. */
  readonly slice: number;
  readonly run: (options: ProofOptions) => Promise<ProofReport>;
  /** A part that runs beside the tests' running system, with `--engine`. */
  readonly onEngine?: Pick<Proof, 'count' | 'slice' | 'run'>;
};

/** Gathers the outcomes of a proof's cases. */
export function tally() {
  let passed = 0;
  const faults: string[] = [];
  const notes: string[] = [];
  return {
    pass: (): void => {
      passed += 1;
    },
    fail: (line: string): void => {
      faults.push(line);
    },
    note: (line: string): void => {
      notes.push(line);
    },
    check(holds: boolean, line: string): void {
      if (holds) passed += 1;
      else faults.push(line);
    },
    report: (): ProofReport => ({ passed, failed: faults.length, detail: [...notes, ...faults] }),
  };
}
