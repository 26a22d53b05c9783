import type { FileStat } from './ports.ts';

export const sameStat = (a: FileStat, b: FileStat): boolean =>
  a.size === b.size && a.modifiedMs === b.modifiedMs && a.inode === b.inode;

/** Remembers since when each file has looked as it looks, and what its content was found to be. */
export type Settling<V> = {
  /** Milliseconds for which the file has not changed. */
  readonly observe: (path: string, stat: FileStat, now: number) => number;
  readonly verdictOf: (path: string) => V | undefined;
  readonly judge: (path: string, verdict: V) => void;
  /** Forgets all others. */
  readonly keepOnly: (paths: ReadonlySet<string>) => void;
};

export function createSettling<V>(): Settling<V> {
  const seen = new Map<string, { readonly stat: FileStat; readonly since: number; verdict?: V }>();
  return {
    observe: (path, stat, now) => {
      const before = seen.get(path);
      if (before !== undefined && sameStat(before.stat, stat)) return now - before.since;
      seen.set(path, { stat, since: now });
      return 0;
    },
    verdictOf: (path) => seen.get(path)?.verdict,
    judge: (path, verdict) => {
      const entry = seen.get(path);
      if (entry !== undefined) entry.verdict = verdict;
    },
    keepOnly: (paths) => {
      for (const path of seen.keys()) if (!paths.has(path)) seen.delete(path);
    },
  };
}
