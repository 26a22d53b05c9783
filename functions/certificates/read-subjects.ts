import type { ReadBack } from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CompiledTemplate } from './compile-template.ts';
import type { PaperFault } from './paper-fault.ts';
import { readPaper } from './read-paper.ts';
import type { PaperContent } from './slot-values.ts';

/** What a finished certificate says of whom, in its own words. */
export type CertificateReading = {
  readonly tag: string;
  readonly pages: number;
  /** Which copy it calls itself (「（世帯全員の写し）」). */
  readonly scope: string;
  /** 証明対象者, in the order in which they stand on the paper. */
  readonly subjects: readonly { readonly fullName: string; readonly dateOfBirth: string }[];
  readonly certification: string;
  readonly issuedOn: string;
  /** Title and name of the head, put together without the space between them. */
  readonly headLine: string;
  readonly certificateNumber: string;
  /** `pictureDigest` of the seal at its place. */
  readonly sealDigest: string;
  /** All slots by name, to be compared with `contentOf` the model. */
  readonly content: PaperContent;
};

/**
 * For the release gate (INV-4): derives again from the finished bytes whom a certificate is about and what it says.
 * Pages are n/N and every run of text is explained, or it is a fault.
 */
export function readSubjects(
  template: CompiledTemplate,
  finished: ReadBack,
): Result<CertificateReading, PaperFault> {
  const paper = readPaper(template, finished);
  if (!paper.ok) return paper;
  const { content, members, pages, sealDigest, tag } = paper.value;
  const each = template.members.each.path;
  const subjects: { fullName: string; dateOfBirth: string }[] = [];
  for (let index = 0; index < members; index++) {
    const fullName = content[`${each}[${index}].fullName`];
    const dateOfBirth = content[`${each}[${index}].dateOfBirth`];
    if (fullName === undefined || dateOfBirth === undefined) {
      return err({ kind: 'missing-text', page: 1, slot: `${each}[${index}]` });
    }
    subjects.push({ fullName, dateOfBirth });
  }
  const { scope, certification, issuedOn, head, certificateNumber } = content;
  if (
    scope === undefined ||
    certification === undefined ||
    issuedOn === undefined ||
    head === undefined ||
    certificateNumber === undefined
  ) {
    return err({ kind: 'missing-text', page: pages });
  }
  return ok({
    tag,
    pages,
    scope,
    subjects,
    certification,
    issuedOn,
    headLine: head,
    certificateNumber,
    sealDigest,
    content,
  });
}
