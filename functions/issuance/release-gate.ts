import { contentOf, differingSlots, type ResidentRecordCopy, readSubjects } from '../certificates/index.ts';
import { checkGlyphs, pictureDigest, readBack } from '../pdf/index.ts';
import type { ResidentRecord } from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LocalDate } from '../shared/time.ts';
import { toWareki } from '../shared/wareki.ts';
import type { HouseholdScope } from './contract.ts';
import type { Materials } from './materials.ts';

/** What the request asked for and the registry says, beside the model of which every slot must be on the paper. */
export type Expected = {
  readonly tag: string;
  readonly certificateNumber: string;
  readonly scope: HouseholdScope;
  /** 証明対象者 as the request and the serial name them, and the records that were read for them. */
  readonly people: readonly PersonId[];
  readonly subjects: readonly ResidentRecord[];
  readonly issuedOn: LocalDate;
  readonly head: { readonly title: string; readonly name: string };
  readonly model: ResidentRecordCopy;
  readonly materials: Materials;
};

/**
 * The release gate (INV-4, INV-10): reads the finished bytes back, by the file's own text mapping, and compares what
 * the paper says with the request. Fails with the names of what does not agree, never with a value.
 */
export function checkRelease(
  pdf: Uint8Array,
  expected: Expected,
): Result<{ readonly pages: number }, readonly string[]> {
  const file = readBack(pdf);
  if (!file.ok) return err([`file: ${file.error.kind}`]);
  const mismatches: string[] = [];
  if (file.value.tag !== expected.tag) mismatches.push('tag');
  const [strange] = checkGlyphs(file.value, expected.materials.fonts.witnessFor);
  if (strange !== undefined) mismatches.push(`glyph: ${strange.fault}`);
  const paper = readSubjects(expected.materials.template, file.value);
  if (!paper.ok) return err([...mismatches, `structure: ${paper.error.kind}`]);
  const said = paper.value;

  if (said.subjects.length !== expected.people.length || expected.subjects.length !== expected.people.length)
    mismatches.push('number of subjects');
  for (const [index, subject] of expected.subjects.entries()) {
    const printed = said.subjects[index];
    if (subject.personId !== expected.people[index]) mismatches.push(`subjects[${index}].personId`);
    if (printed?.fullName !== subject.fullName) mismatches.push(`subjects[${index}].fullName`);
    if (printed?.dateOfBirth !== subject.dateOfBirth.text) mismatches.push(`subjects[${index}].dateOfBirth`);
  }
  if (expected.model.scope !== expected.scope) mismatches.push('scope');
  if (said.issuedOn !== toWareki(expected.issuedOn)) mismatches.push('issuedOn');
  if (said.headLine !== expected.head.title + expected.head.name) mismatches.push('head');
  if (said.certificateNumber !== expected.certificateNumber) mismatches.push('certificateNumber');
  const { template } = expected.materials;
  mismatches.push(...differingSlots(contentOf(template, expected.model), said.content));
  if (said.sealDigest !== pictureDigest(expected.materials.seal)) mismatches.push('seal');
  return mismatches.length === 0 ? ok({ pages: said.pages }) : err(mismatches);
}
