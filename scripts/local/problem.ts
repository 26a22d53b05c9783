/** Something that a person can put right: what is the matter, and the remedy. Shown as one sentence, never as a trace. */
export class Problem extends Error {
  readonly remedy: string | undefined;

  /** @param remedy what to do, in the imperative, without a full stop; left out where the message says it */
  constructor(message: string, remedy?: string) {
    super(message);
    this.name = 'Problem';
    this.remedy = remedy;
  }

  /** One sentence. */
  get sentence(): string {
    return this.remedy === undefined ? this.message : `${this.message}: ${this.remedy}.`;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The `code` of an error of Node's own (`ENOENT`, …). */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
