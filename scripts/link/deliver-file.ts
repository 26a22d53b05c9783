import { type FileName, type FileState, isRowFile } from '../../functions/linkage/index.ts';
import type { LinkSystem } from './link-system.ts';

/** What became of a delivered file. `stuck`: nothing moves any more; somebody has to look. */
export type Delivered =
  | {
      readonly kind: 'applied';
      readonly state: Extract<FileState, { state: 'applied' }>;
      readonly wasThere: boolean;
    }
  | { readonly kind: 'taken'; readonly wasThere: boolean }
  | { readonly kind: 'refused'; readonly rule: string; readonly line: number | undefined }
  | { readonly kind: 'stuck' };

export type LocalFile = {
  readonly name: FileName;
  readonly path: string;
  /** Of rows: the sum of all bytes before the trailer; of a font: of all its bytes. */
  readonly sha256: string;
};

type Options = {
  /** Rows that have been applied, as far as is known. */
  readonly onRows?: (rows: number) => void;
  readonly patienceMs?: number;
  readonly pollMs?: number;
};

const PATIENCE_MS = 180_000;
const POLL_MS = 300;
/** How often a file is brought again where nothing happens to it: its event may have been lost. */
const REPEATS = 1;

type Look = { readonly end?: Delivered; readonly mark: string; readonly mayPut: boolean };

/**
 * Brings a file into the inbox and waits until it has been taken in or refused. What is known of it lies in the system
 * alone: whoever was killed begins again with the same call. A file that has been taken in already is left as it is.
 */
export async function deliverFile(
  system: LinkSystem,
  file: LocalFile,
  options: Options = {},
): Promise<Delivered> {
  const { patienceMs = PATIENCE_MS, pollMs = POLL_MS } = options;
  const look = isRowFile(file.name) ? rowsLook(system, file, options) : fontLook(system, file);
  const before = await look(undefined);
  if (before.end !== undefined) return before.end;
  if (before.mayPut) await system.put(file.name, file.path);
  let last = before.mark;
  let waited = 0;
  for (let repeats = 0; repeats <= REPEATS; ) {
    await system.sleep(pollMs);
    waited += pollMs;
    const { end, mark } = await look(before.mark);
    if (end !== undefined) return end;
    if (mark !== last) [last, waited] = [mark, 0];
    if (waited < patienceMs) continue;
    repeats += 1;
    waited = 0;
    if (repeats <= REPEATS) await system.put(file.name, file.path);
  }
  return { kind: 'stuck' };
}

/** @param known the mark of what was there before the file was brought: an old refusal is no answer to it */
type LookAgain = (known: string | undefined) => Promise<Look>;

function rowsLook(system: LinkSystem, { name, sha256 }: LocalFile, { onRows }: Options): LookAgain {
  return async (known) => {
    const isFirst = known === undefined;
    const stored = await system.linkage.readFile(name);
    const mark = String(stored?.revision ?? 0);
    const state = stored?.state;
    if (state === undefined) return { mark, mayPut: true };
    if (state.state === 'refused') {
      const { rule, line } = state.refusal;
      return isFirst || mark === known
        ? { mark, mayPut: true }
        : { mark, mayPut: true, end: { kind: 'refused', rule, line } };
    }
    if (state.sha256 !== sha256) {
      // Another content under this number: only one with unreadable rows may be mended.
      const isMendable = state.state === 'applied' && state.unmarked > 0;
      const later = isFirst || mark === known || !isMendable ? undefined : state.laterRefusal;
      if (later !== undefined) return { mark, mayPut: true, end: { kind: 'refused', ...later } };
      if (isMendable) return { mark, mayPut: true };
      return { mark, mayPut: false, end: { kind: 'refused', rule: 'name-reused', line: undefined } };
    }
    onRows?.(state.counts.read);
    if (state.state === 'applying') return { mark, mayPut: false };
    return { mark, mayPut: false, end: { kind: 'applied', state, wasThere: isFirst } };
  };
}

function fontLook(system: LinkSystem, { name, sha256 }: LocalFile): LookAgain {
  return async (known) => {
    const isFirst = known === undefined;
    const stored = await system.fontState(name);
    const mark = stored === undefined ? 'none' : `${stored.state} ${stored.at}`;
    if (stored === undefined) return { mark, mayPut: true };
    if (stored.state === 'taken') {
      if (stored.fontDigest === sha256)
        return { mark, mayPut: false, end: { kind: 'taken', wasThere: isFirst } };
      return { mark, mayPut: false, end: { kind: 'refused', rule: 'name-reused', line: undefined } };
    }
    if (isFirst || mark === known) return { mark, mayPut: true };
    return { mark, mayPut: true, end: { kind: 'refused', rule: stored.fault.rule, line: undefined } };
  };
}
