import { sha256Hex } from '../shared/canonical.ts';
import type { EnvelopeCipher } from '../shared/envelope-cipher.ts';
import type { Case } from './case.ts';
import type { CaseStore } from './store.ts';

/** Less than an item of the table may hold. */
const PART_BYTES = 350_000;

type Kept = Pick<Case, 'municipality' | 'caseId'>;
const contextOf = ({ municipality, caseId }: Kept): string => `${municipality}#${caseId}`;

/** Where evidence is kept. The cipher makes a data key for each: to forget the key is to forget the bytes. */
export type EvidenceParts = {
  readonly cipher: EnvelopeCipher;
  readonly store: Pick<CaseStore, 'putPart' | 'noteEvidence' | 'readParts' | 'eraseParts'>;
};

/** Keeps bytes encrypted until their case is closed; the case names them only when all of them are there. */
export async function keepEvidence(
  { cipher, store }: EvidenceParts,
  kept: Kept,
  bytes: Uint8Array,
): Promise<void> {
  const { data, ...key } = await cipher.seal(Buffer.from(bytes).toString('base64'), contextOf(kept));
  const parts = Math.max(1, Math.ceil(data.length / PART_BYTES));
  for (let index = 0; index < parts; index += 1)
    await store.putPart(kept, index, data.subarray(index * PART_BYTES, (index + 1) * PART_BYTES));
  await store.noteEvidence(kept, { key, parts });
}

/**
 * The bytes again; undefined where none are kept.
 * @throws Error where they are not the ones that the case names
 */
export async function openEvidence(
  { cipher, store }: EvidenceParts,
  of: Case,
): Promise<Uint8Array | undefined> {
  const { key, parts } = of.evidence ?? {};
  if (key === undefined || parts === undefined) return undefined;
  const data = await store.readParts(of, parts);
  if (data === undefined) return undefined;
  const bytes = Buffer.from(await cipher.open({ ...key, data }, contextOf(of)), 'base64');
  if (sha256Hex(bytes) !== of.observed.pdfSha256) throw new Error('evidence does not match its digest');
  return bytes;
}
