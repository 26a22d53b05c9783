import type { RowFeed } from '../../../functions/linkage/index.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { withCheckDigit } from '../../../functions/shared/individual-number.ts';
import { ownRows } from '../../../simulator/sample/own-rows.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import { drawImpression } from '../../../simulator/sample/seal-impression.ts';
import { cityOf } from '../../support/expected-paper.ts';
import type { Cells } from '../../support/link-files.ts';
import { cellsOf } from '../../unit/linkage/sample-files.ts';

/** A row of a link file by the layout's property names. */
export type Row = Readonly<Record<string, string>>;

/** What the core systems and the staff say of one person now: rows as they were sent last. */
export type Person = {
  readonly personId: PersonId;
  readonly resident: Row;
  readonly seal: Row;
  readonly tax: Row;
  /** Every card that was ever the person's; the last one is the newest. */
  readonly cards: readonly Row[];
  readonly restriction: Row | undefined;
  /** 証明書種別 that staff have forbidden, or `all`. */
  readonly forbidden: string | undefined;
};

/** A row as the file says it: Japanese heading → text. */
export const headed = (feed: RowFeed, row: Row): Cells =>
  Object.fromEntries(columnsOf(feed).map(({ property, column }) => [column, row[property] ?? '']));

/** Numbers of rows in the order in which they are given out, higher than those of any earlier run. */
export function createNumbers(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 10);
    return String(last);
  };
}

/** Invented 印影 as the rows carry them. */
export const IMPRESSIONS: readonly string[] = ['one', 'two', 'three', 'four'].map((seed) =>
  Buffer.from(
    drawImpression(randomFor(`engine/${seed}`), {
      millimetres: 10,
      shape: 'round',
      dpi: 300,
      bitCount: 1,
      topDown: false,
      ink: 0,
    }),
  ).toString('base64'),
);

const NOT_OF_EVERYBODY = ['formerFamilyName', 'formerFamilyNameKana', 'alternativeName'];

/** Somebody new in a household, unlike everybody else of a run. */
export function somebody(
  municipality: MunicipalityCode,
  household: string,
  order: number,
  {
    number,
    taxYear,
    random,
  }: { readonly number: () => string; readonly taxYear: number; readonly random: Random },
): Person {
  const own = ownRows(municipality, household, order);
  const name = `連携　${random.pick(['太郎', '花子', '次郎', '桜'])}${own.mark}`;
  const address = `北海道${cityOf(municipality).name}幸町${own.mark}番地`;
  const plain = { fullName: name, address };
  const individualNumber =
    cityOf(municipality).printsIndividualNumber === true ? withCheckDigit(own.personId.slice(-11)) : '';
  const blank = Object.fromEntries(NOT_OF_EVERYBODY.map((property) => [property, '']));
  return {
    personId: own.personId as PersonId,
    resident: own.resident(Number(number()), { ...plain, individualNumber }),
    seal: own.seal(Number(number()), { impression: random.pick(IMPRESSIONS) }),
    tax: {
      ...cellsOf('tax', { ...blank, personId: own.personId, number: number(), taxYear: String(taxYear) }),
      ...plain,
      dateOfBirthText: '昭和53年4月5日',
      assessmentAddress: address,
      assessmentBuildingNameEtc: '',
      buildingNameEtc: '',
      state: '課税',
    },
    cards: [own.serialRow(Number(number()))],
    restriction: undefined,
    forbidden: undefined,
  };
}
