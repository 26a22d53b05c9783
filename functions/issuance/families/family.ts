import type { CertificateContent, IssueInput, SizedPicture } from '../../certificates/index.ts';
import type { CitySettings, CityType } from '../../changes/index.ts';
import type { KnownKoseki, Reason } from '../../eligibility/index.ts';
import type { KosekiRequest } from '../../koseki/index.ts';
import type { ReadPerson, ResidentRecord, With } from '../../registry/index.ts';
import type { CertificateType } from '../../shared/certificate-types.ts';
import type { PersonId } from '../../shared/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LocalDate } from '../../shared/time.ts';
import type { IssueRequest, MenuOffer } from '../contract.ts';
import type { RefusalReason } from '../record.ts';

/** What was asked for, beside by whom. */
export type Asked = Pick<IssueRequest, 'scope' | 'options' | 'taxYear'>;

/** The city on the day in Japan on which the request was received. */
export type CityDay = {
  readonly settings: CitySettings;
  readonly type: CityType;
  readonly today: LocalDate;
};

/** The facts of one request. */
export type SubjectFacts = {
  /** 証明対象者 in printed order. */
  readonly subjects: readonly PersonId[];
  /** The records of those who are residents. */
  readonly records: readonly ResidentRecord[];
  /** All that was read of the applicant. */
  readonly own: ReadPerson;
  /** Of a type of 戸籍: everyone in the register. */
  readonly koseki: KnownKoseki | undefined;
};

/** Whom the paper has to name, and as what, by the very facts that it is made of. */
export type NamedSubject = {
  readonly personId: PersonId;
  readonly fullName: string;
  readonly dateOfBirth: { readonly text: string };
};

/** What one paper says, and by which facts the release gate knows it. */
export type Made = {
  readonly content: CertificateContent;
  readonly named: readonly NamedSubject[];
  /** Digest of each picture of the body by its name, as the facts have it. */
  readonly pictures: Readonly<Record<string, string>>;
};

/** A picture of the body with the digest of what was loaded. */
export type KeptPicture = SizedPicture & { readonly sha256: string };

/** What the koseki system is asked for; the line adds by which id, of which city and until when. */
export type KosekiWish = Omit<KosekiRequest, 'requestId' | 'municipality' | 'deadlineAt' | 'signal'>;

type Common = {
  /** What is read beside gate and resident record: of the applicant, and of the members of a household's paper. */
  readonly wanted: (asked: Pick<Asked, 'options' | 'taxYear'>) => With;
  /** Whether the city has set what a type of this family cannot do without. */
  readonly isSetUp: (settings: CitySettings, type: CertificateType) => boolean;
  /** What of the family's own this person may choose from now; or why there is nothing for this person. */
  readonly offer: (
    own: ReadPerson,
    day: CityDay,
  ) => Result<Partial<Pick<MenuOffer, 'taxYears'>>, readonly Reason[]>;
  /** The family's own reasons against what was asked for. */
  readonly judge: (own: ReadPerson, asked: Asked, day: CityDay) => readonly Reason[];
};

/** Its papers are drawn here. */
export type DrawnFamily = Common & {
  readonly paper: 'drawn';
  /** The model of which the family's papers are made. A template of another model belongs to another family. */
  readonly model: CertificateContent['model'];
  /** What the paper says. A function of facts and settings alone: made again of the same ones, it is the same. */
  readonly make: (
    facts: SubjectFacts,
    asked: Asked,
    day: CityDay & { readonly issue: IssueInput },
  ) => Result<Made, readonly RefusalReason[]>;
};

/** Its papers are drawn elsewhere, fetched for one request and passed on as they came (仕様書 3(2)③). */
export type FetchedFamily = Common & {
  readonly paper: 'fetched';
  /** What to ask for, and whom the paper must be about. */
  readonly question: (facts: SubjectFacts, asked: Asked) => Result<KosekiWish, readonly RefusalReason[]>;
};

/**
 * All in which families of certificates differ while one is issued. What they share (hours, closures, age, presence,
 * restrictions, fee, commit) knows nothing of it.
 */
export type Family = DrawnFamily | FetchedFamily;

/** Of a family whose certificates are of no year. */
export const withoutYear = ({ taxYear }: Asked): readonly Reason[] =>
  taxYear === undefined ? [] : [{ code: 'ISS-1405' }];

/** The offer of a family in which a person has one thing or nothing. */
export const offerUnless = (reasons: readonly Reason[]): ReturnType<Family['offer']> =>
  reasons.length === 0 ? ok({}) : err(reasons);
