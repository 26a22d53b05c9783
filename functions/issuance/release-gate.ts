import {
  type CertificateReading,
  contentOf,
  differingSlots,
  type PrintedContent,
  readSubjects,
} from '../certificates/index.ts';
import { checkGlyphs, pictureDigest, readBack } from '../pdf/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LocalDate } from '../shared/time.ts';
import { toWareki } from '../shared/wareki.ts';
import type { HouseholdScope } from './contract.ts';
import type { KeptPicture, NamedSubject } from './families/family.ts';
import type { Materials } from './materials.ts';
import { strangeNumbers } from './numbers.ts';

/** What the request asked for and the registry says, beside the model of which every slot must be on the paper. */
export type Expected = {
  readonly tag: string;
  readonly certificateNumber: string;
  readonly scope: HouseholdScope;
  /** 証明対象者 as the request and the serial name them, and the facts that were read for them. */
  readonly people: readonly PersonId[];
  readonly subjects: readonly NamedSubject[];
  readonly issuedOn: LocalDate;
  readonly head: { readonly title: string; readonly name: string };
  readonly model: PrintedContent;
  /** 個人番号 of each subject where they were asked for; without them there must be none on the paper (INV-10). */
  readonly numbers?: readonly string[];
  readonly materials: Materials;
  /** Pictures of the body by name: the digest that the facts have, and what was loaded. */
  readonly pictures?: Readonly<Record<string, { readonly named: string; readonly kept: KeptPicture }>>;
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
  if (scopeOf(expected.model) !== expected.scope) mismatches.push('scope');
  if (said.issuedOn !== toWareki(expected.issuedOn)) mismatches.push('issuedOn');
  if (said.headLine !== expected.head.title + expected.head.name) mismatches.push('head');
  if (said.certificateNumber !== expected.certificateNumber) mismatches.push('certificateNumber');
  const { template } = expected.materials;
  mismatches.push(...differingSlots(contentOf(template, expected.model), said.content));
  mismatches.push(...strangeNumbers(said.content, expected.numbers ?? []));
  if (said.sealDigest !== pictureDigest(expected.materials.seal)) mismatches.push('seal');
  mismatches.push(...differingPictures(expected.pictures ?? {}, said.pictures));
  return mismatches.length === 0 ? ok({ pages: said.pages }) : err(mismatches);
}

/** A model without a scope speaks of one person. */
const scopeOf = (model: PrintedContent): HouseholdScope => ('scope' in model ? model.scope : 'individual');

type Found = CertificateReading['pictures'];

/**
 * The pictures that are not the facts' own, in their own size and ink: another person's is found by its pixels, a right
 * one that was loaded under another's name by its digest. The reading has found each at its place in the template.
 */
function differingPictures(expected: NonNullable<Expected['pictures']>, found: Found): readonly string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => {
    const [wanted, seen] = [expected[name], found[name]];
    if (wanted === undefined || seen === undefined) return [`pictures.${name}`];
    const { named, kept } = wanted;
    return [
      ...(kept.sha256 === named ? [] : [`pictures.${name}.sha256`]),
      ...(seen.digest === pictureDigest(kept.image) ? [] : [`pictures.${name}.pixels`]),
      ...(isNear(seen.width, kept.width) && isNear(seen.height, kept.height)
        ? []
        : [`pictures.${name}.size`]),
      ...(hasInk(seen, kept) ? [] : [`pictures.${name}.ink`]),
    ];
  });
}

/** What the numbers of a file are rounded to, in points and in shares of ink. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 0.01;

function hasInk({ ink }: Found[string], { image }: KeptPicture): boolean {
  if (!('ink' in image)) return ink === undefined;
  return ink?.every((share, index) => isNear(share, image.ink[index] ?? Number.NaN)) ?? false;
}
