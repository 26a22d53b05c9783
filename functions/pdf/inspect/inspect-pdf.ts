import { sha256Hex } from '../../shared/canonical.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { type InspectFault, type InspectRule, InspectStop } from './inspect-fault.ts';
import { type Judged, type JudgeOptions, judge } from './judge.ts';
import { openLazily } from './lazy-reader.ts';
import { budgetOf, defaultLimits, type InspectLimits } from './limits.ts';
import type { ObjectSource } from './values.ts';

export type InspectOptions = Partial<InspectLimits> & {
  /** Whether the text of the pages is wanted, too. */
  readonly text?: boolean;
};

/** What a file that may pass is. It goes out as it came in: nothing here is made of its bytes but their hash. */
export type Inspected = Judged & {
  /** Of the whole file, hex; worked out when it is first asked for. */
  readonly sha256: string;
  /** The strict reader decides where something is irregular; `doubt` says what. */
  readonly decidedBy: 'lazy' | 'strict';
  readonly doubt?: InspectRule;
};

/** What can be told of a file, or why not. */
async function judged(
  open: () => ObjectSource | Promise<ObjectSource>,
  options: JudgeOptions,
): Promise<Judged | InspectStop> {
  try {
    return judge(await open(), options);
  } catch (error) {
    if (error instanceof InspectStop) return error;
    throw error;
  }
}

function inspected(bytes: Uint8Array, judged: Judged, doubt?: InspectRule): Inspected {
  let hash: string | undefined;
  return {
    ...judged,
    decidedBy: doubt === undefined ? 'lazy' : 'strict',
    ...(doubt === undefined ? {} : { doubt }),
    get sha256() {
      hash ??= sha256Hex(bytes);
      return hash;
    },
  };
}

/**
 * Whether a PDF made elsewhere may go to a kiosk as it is: at most 4,400,000 bytes, not encrypted, every page A4
 * portrait, nothing that acts, hides or fetches (`InspectFault` has the rules). Asynchronous because the strict reader
 * is loaded only when a file needs it.
 */
export async function inspectPdf(
  bytes: Uint8Array,
  options: InspectOptions = {},
): Promise<Result<Inspected, InspectFault>> {
  const { text = false, ...changed } = options;
  const limits = { ...defaultLimits, ...changed };
  if (bytes.length > limits.bytes) return err({ kind: 'too-large', where: 'file', rule: 'file-size' });

  const budget = budgetOf(limits);
  const first = await judged(() => openLazily(bytes, budget), { budget, text });
  if (!(first instanceof InspectStop)) return ok(inspected(bytes, first));
  if (!first.isDoubt) return err(first.fault);

  const { openStrictly, strictBudget } = await import('./strict-reader.ts');
  const second = strictBudget(limits);
  const decided = await judged(() => openStrictly(bytes, second), { budget: second, text });
  if (!(decided instanceof InspectStop)) return ok(inspected(bytes, decided, first.fault.rule));
  return err({ ...decided.fault, doubt: first.fault.rule });
}
