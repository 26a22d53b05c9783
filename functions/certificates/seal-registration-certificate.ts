import { z } from 'zod';
import { err, ok, type Result } from '../shared/result.ts';
import {
  type IssueInput,
  issueFields,
  issueTexts,
  printedText,
  recorded,
  type Unprintable,
  unprintable,
} from './model-parts.ts';

/**
 * 印鑑登録証明書: exactly what one certificate says, as printed text. The impression itself is an attachment of the
 * drawing; the model names it, so that no other one can be drawn in its place. Survives JSON unchanged; kept
 * (encrypted) to draw it again.
 */
export const SealRegistrationCertificate = z.strictObject({
  model: z.literal('seal-registration-certificate'),
  modelVersion: z.literal(1),
  ...issueFields,
  fullName: printedText,
  formerFamilyName: printedText.optional(),
  alternativeName: printedText.optional(),
  /** 氏名の片仮名表記 of a foreign resident whose seal shows it. */
  fullNameKatakana: printedText.optional(),
  dateOfBirth: printedText,
  /** Absent where the city does not print it. */
  sex: printedText.optional(),
  address: printedText,
  buildingNameEtc: printedText.optional(),
  remarks: printedText.optional(),
  /** 印影: the digest under which the city keeps it. A hash, not a text: nothing can print it. */
  impression: z.hash('sha256').lowercase(),
});
export type SealRegistrationCertificate = z.infer<typeof SealRegistrationCertificate>;

/** What a city's seal register says of one registration; every text as the core system wrote it. */
export type SealRegistrationFacts = {
  readonly fullName: string;
  readonly formerFamilyName?: string | undefined;
  readonly alternativeName?: string | undefined;
  readonly fullNameKatakana?: string | undefined;
  readonly dateOfBirth: { readonly text: string };
  readonly sex?: string | undefined;
  readonly address: string;
  readonly buildingNameEtc?: string | undefined;
  readonly remarks?: string | undefined;
  /** SHA-256 of the impression as it is kept, 64 lower-case hex digits. */
  readonly impressionDigest: string;
};

export type SealRegistrationInput = IssueInput & {
  readonly facts: SealRegistrationFacts;
  /** Whether this city's certificates say 性別 (印鑑登録証明事務処理要領 leaves it to the city). */
  readonly printsSex: boolean;
};

/** Why no certificate can be made of this input; `field` is a path in the certificate, never a value. */
export type SealRegistrationFault = { readonly kind: 'not-recorded'; readonly field: 'sex' } | Unprintable;

/** Makes the certificate. 旧氏, 通称 and 片仮名表記 go in wherever they are registered, 性別 where the city prints it. */
export function sealRegistrationCertificate(
  input: SealRegistrationInput,
): Result<SealRegistrationCertificate, SealRegistrationFault> {
  const { facts, printsSex } = input;
  if (printsSex && facts.sex === undefined) return err({ kind: 'not-recorded', field: 'sex' });
  const certificate = SealRegistrationCertificate.safeParse(
    recorded({
      model: 'seal-registration-certificate',
      modelVersion: 1,
      ...issueTexts(input),
      fullName: facts.fullName,
      formerFamilyName: facts.formerFamilyName,
      alternativeName: facts.alternativeName,
      fullNameKatakana: facts.fullNameKatakana,
      dateOfBirth: facts.dateOfBirth.text,
      sex: printsSex ? facts.sex : undefined,
      address: facts.address,
      buildingNameEtc: facts.buildingNameEtc,
      remarks: facts.remarks,
      impression: facts.impressionDigest,
    }),
  );
  return certificate.success ? ok(certificate.data) : err(unprintable(certificate.error));
}
