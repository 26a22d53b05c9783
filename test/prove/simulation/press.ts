import type { CertificateContent } from '../../../functions/certificates/index.ts';
import { PRESS, type Press } from '../../../functions/issuance/press.ts';
import { canonicalJson } from '../../../functions/shared/canonical.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import type { Random } from '../../../simulator/sample/random.ts';

/** Of so many certificates one is drawn and gated as always. */
export const REAL_EVERY = 100;
/** Of so many cheap papers one is another request's: what judges must hold it back. */
const MISPRINT_EVERY = 20_000;

export type SimulatedPress = Press & {
  readonly counts: { real: number; cheap: number; misprints: number };
};

/**
 * Draws one certificate in a hundred (by its tag, so that a repeat is drawn alike) and sets the others down as text:
 * bytes that are bound to model and tag like a drawing's.
 */
export function createPress(random: Random): SimulatedPress {
  const counts = { real: 0, cheap: 0, misprints: 0 };
  let last: Uint8Array | undefined;
  const isReal = (tag: string): boolean => Number.parseInt(tag.slice(0, 8), 16) % REAL_EVERY === 0;
  const bytesOf = (content: CertificateContent, tag: string): Buffer =>
    Buffer.from(`${tag}\n${canonicalJson(content)}`);
  return {
    counts,
    draw(content, materials, tag, pictures) {
      if (isReal(tag)) {
        counts.real += 1;
        return PRESS.draw(content, materials, tag, pictures);
      }
      const misprint = last !== undefined && random.chance(1 / MISPRINT_EVERY) ? last : undefined;
      if (misprint !== undefined) counts.misprints += 1;
      else counts.cheap += 1;
      last = misprint ?? bytesOf(content, tag);
      return ok(last);
    },
    release(pdf, expected) {
      if (isReal(expected.tag)) return PRESS.release(pdf, expected);
      const own = bytesOf(expected.model, expected.tag);
      return own.equals(pdf) ? ok({ pages: 1 }) : err(['tag']);
    },
  };
}
