import { z } from 'zod';
import { Instant } from '../shared/time.ts';

/** `EUDC.tte` of more bytes than this is refused (仕様書 3(2)②キ: 6,400 characters take about a tenth of it). */
export const MAXIMUM_FONT_BYTES = 10 * 1024 * 1024;

/**
 * Why a font is not taken in. `table` is the sfnt table ('file' = the whole), `fault` the font engine's kind; `detail`
 * is for people and quotes codes and numbers of glyphs at most.
 */
export const GaijiFault = z.object({
  rule: z.enum(['lane', 'too-large', 'font', 'too-many-changes', 'name-reused']),
  table: z.string(),
  fault: z.string().optional(),
  detail: z.string(),
});
export type GaijiFault = z.infer<typeof GaijiFault>;

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** How many keys a font added, changed, removed and left as they were. */
export const KeyCounts = z.object({ added: count, changed: count, removed: count, same: count });
export type KeyCounts = z.infer<typeof KeyCounts>;

/**
 * What became of one EUDC file of the inbox. `superseded`: a later file had been taken in before; `unchanged`: its
 * font is the one in force.
 */
export const GaijiFile = z.discriminatedUnion('state', [
  z.object({ state: z.literal('refused'), at: Instant, fault: GaijiFault }),
  z.object({
    state: z.literal('taken'),
    at: Instant,
    end: z.enum(['activated', 'planned', 'unchanged', 'superseded']),
    fontDigest: digest,
    counts: KeyCounts.optional(),
    /** Another content came under the same name and was refused; what was taken in stays. */
    laterFault: GaijiFault.optional(),
  }),
]);
export type GaijiFile = z.infer<typeof GaijiFile>;

/** The file's place among the city's EUDC files. */
export const FileNumber = z.object({ epoch: z.int().min(1), fileNumber: z.int().min(1) });
export type FileNumber = z.infer<typeof FileNumber>;

/** Negative where `a` was made before `b`. */
export const compareFiles = (a: FileNumber, b: FileNumber): number =>
  a.epoch - b.epoch || a.fileNumber - b.fileNumber;
