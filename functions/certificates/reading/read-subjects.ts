import { err, ok, type Result } from '../../shared/result.ts';
import type { CompiledTemplate } from '../compile/compile-template.ts';
import { elementName, type PaperContent } from '../slot-values.ts';
import type { PaperFault } from './paper-fault.ts';
import { type FinishedPages, readPaper } from './read-paper.ts';
import type { FoundPicture } from './read-rows.ts';

/** What a finished certificate says of whom, in its own words. */
export type CertificateReading = {
  readonly tag: string;
  readonly pages: number;
  /** Which copy it calls itself (「（世帯全員の写し）」); absent where the certificate is of one kind only. */
  readonly scope?: string | undefined;
  /** 証明対象者, in the order in which they stand on the paper. */
  readonly subjects: readonly Subject[];
  readonly certification: string;
  readonly issuedOn: string;
  /** Title and name of the head, put together without the space between them. */
  readonly headLine: string;
  readonly certificateNumber: string;
  /** `pictureDigest` of the seal at its place. */
  readonly sealDigest: string;
  /** Pictures of the body (印影) by name: what they show, and their physical size in points. */
  readonly pictures: Readonly<Record<string, FoundPicture>>;
  /** All slots by name, to be compared with `contentOf` the model. */
  readonly content: PaperContent;
};

type Subject = { readonly fullName: string; readonly dateOfBirth: string };

/**
 * For the release gate (INV-4): derives again from the finished bytes whom a certificate is about and what it says.
 * Pages are n/N and every run of text is explained, or it is a fault.
 */
export function readSubjects(
  template: CompiledTemplate,
  finished: FinishedPages,
): Result<CertificateReading, PaperFault> {
  const paper = readPaper(template, finished);
  if (!paper.ok) return paper;
  const { content, pages } = paper.value;
  const subjects = subjectsOf(content, template.subjects);
  const { scope, certification, issuedOn, head, certificateNumber } = content;
  if (
    subjects === undefined ||
    certification === undefined ||
    issuedOn === undefined ||
    head === undefined ||
    certificateNumber === undefined
  ) {
    return err({ kind: 'missing-text', page: pages });
  }
  return ok({ ...paper.value, scope, subjects, certification, issuedOn, headLine: head, certificateNumber });
}

/** Undefined where there is nobody, or where somebody's name or date of birth is missing. */
function subjectsOf(content: PaperContent, list: string | undefined): readonly Subject[] | undefined {
  const subjects: Subject[] = [];
  for (;;) {
    const prefix = list === undefined ? '' : `${elementName(list, subjects.length)}.`;
    const fullName = content[`${prefix}fullName`];
    const dateOfBirth = content[`${prefix}dateOfBirth`];
    if (fullName === undefined && dateOfBirth === undefined) break;
    if (fullName === undefined || dateOfBirth === undefined) return undefined;
    subjects.push({ fullName, dateOfBirth });
    if (list === undefined) break;
  }
  return subjects.length === 0 ? undefined : subjects;
}
