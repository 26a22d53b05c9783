import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import type { Link } from './link.ts';
import type { ReadPaper } from './papers.ts';
import type { Row } from './people.ts';
import type { Staff } from './staff.ts';

/** What is said to a request by all that is known at one moment. */
export type Judged = {
  /** The staff's codes that speak against it; empty: it is to be had. */
  readonly codes: ReadonlySet<string>;
  /** 証明対象者 in printed order. */
  readonly subjects: readonly PersonId[];
  /** Whether a paper says what the rows say. `number`: the issuance's own, as printed. */
  readonly isPaper: (paper: ReadPaper, number: string) => boolean;
};

/** What of a wish depends on whose it is. */
export type Wish = Pick<
  IssueRequest,
  'issuer' | 'serial' | 'type' | 'scope' | 'options' | 'subjects' | 'feeJpy' | 'taxYear'
>;

/** People whose certificates rest on one another and on nobody else. */
export type Group = {
  readonly municipality: MunicipalityCode;
  /** Lets something happen to one of them, and whatever makes it good again. */
  readonly happen: (pause: () => Promise<void>) => Promise<void>;
  readonly newWish: () => Wish;
  /** For every state that may have counted for what was decided after `from` and known by `until`. */
  readonly judgedAt: (request: IssueRequest, from: number, until: number) => readonly Judged[];
};

export type Surroundings = {
  readonly random: Random;
  readonly link: Link;
  readonly staff: Staff;
  readonly number: () => string;
};

/** Which families a row of feed `restriction` names. */
const NAMED: Readonly<Record<string, string>> = {
  住民票の写し: 'resident-record',
  印鑑登録証明書: 'seal-registration',
  戸籍証明書: 'family-register',
};

/** Adds the code of a restriction that binds certificates of this type. */
export function restrictionCodes(row: Row, type: string, codes: Set<string>): void {
  const named = row['certificateType'] ?? '';
  if (named === '全て' || NAMED[named] === type)
    codes.add(row['kind'] === '支援措置' ? 'ISS-1207' : 'ISS-1208');
}
