import { median, percentile } from '../statistics.ts';
import type { CheckResult } from './check/check-engine.ts';
import { REFERENCE } from './engine-list.ts';
import type { ColdAnswer } from './transfer.ts';

/** What an engine did in one round. */
export type EngineRound = {
  /** Wall time of each certificate. */
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
  /** Processor time of all of them, of every thread. */
  readonly cpuMs: number;
  /** Most memory that the process has held until the round's end. */
  readonly peakBytes: number;
};

export type EngineSamples = {
  readonly name: string;
  readonly label: string;
  readonly bundled: boolean;
  readonly cold: readonly ColdAnswer[];
  readonly rounds: readonly EngineRound[];
  readonly check: CheckResult;
};

/** One engine's line of the tables. Times are milliseconds. */
export type EngineRow = Pick<EngineSamples, 'name' | 'label' | 'bundled' | 'check'> & {
  readonly documents: number;
  /** From the first line of the process's file to the end of its first certificate. */
  readonly coldMs: number;
  /** The part of it that the certificate took. */
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
  readonly bytes: number;
  readonly peakBytes: number;
  /** How many times the reference's p50: the median of the rounds. */
  readonly times: number;
};

/** @throws RangeError where an engine has measured nothing, or the reference is not among them */
export function rowsOf(samples: readonly EngineSamples[]): readonly EngineRow[] {
  const reference = samples.find(({ name }) => name === REFERENCE);
  if (reference === undefined) throw new RangeError(`no ${REFERENCE} to compare with`);
  return samples.map(({ name, label, bundled, check, cold, rounds }) => {
    const ms = rounds.flatMap((round) => round.ms);
    return {
      name,
      label,
      bundled,
      check,
      documents: ms.length,
      coldMs: median(cold.map(({ openMs, firstMs }) => openMs + firstMs)),
      firstMs: median(cold.map(({ firstMs }) => firstMs)),
      p50Ms: median(ms),
      p99Ms: percentile(ms, 0.99),
      cpuMs: rounds.reduce((sum, round) => sum + round.cpuMs, 0) / ms.length,
      bytes: median(rounds.flatMap((round) => round.bytes)),
      peakBytes: Math.max(...rounds.map(({ peakBytes }) => peakBytes)),
      times: median(
        rounds.map((round, index) => median(round.ms) / median(reference.rounds[index]?.ms ?? [])),
      ),
    };
  });
}

/**
 * Peak memory of one engine over another's once both have drawn as many certificates: at the end of the last round
 * until which both have.
 */
export function peakRatio(one: EngineSamples, other: EngineSamples): { ratio: number; documents: number } {
  const last = Math.min(one.rounds.length, other.rounds.length) - 1;
  const same = Array.from({ length: last + 1 }, (_, index) => last - index).find(
    (index) => drawnUntil(one, index) === drawnUntil(other, index),
  );
  if (same === undefined) return { ratio: Number.NaN, documents: 0 };
  const [a, b] = [one.rounds[same], other.rounds[same]];
  return {
    ratio: (a?.peakBytes ?? Number.NaN) / (b?.peakBytes ?? Number.NaN),
    documents: drawnUntil(one, same),
  };
}

const drawnUntil = ({ rounds }: EngineSamples, index: number): number =>
  rounds.slice(0, index + 1).reduce((sum, { ms }) => sum + ms.length, 0);
