import { digitsIn } from './digits.ts';
import { dateOfParts, type LocalDate, partsOf } from './time.ts';

/** An era with the year from which its years are counted. */
type Era = { readonly name: string; readonly year: number; readonly from: string };

/** First days of the eras in which dates are printed (元号法; 明治 from the adoption of the Gregorian calendar). */
const ERAS: readonly Era[] = [
  { name: '令和', year: 2019, from: '2019-05-01' },
  { name: '平成', year: 1989, from: '1989-01-08' },
  { name: '昭和', year: 1926, from: '1926-12-25' },
  { name: '大正', year: 1912, from: '1912-07-30' },
  { name: '明治', year: 1868, from: '1873-01-01' },
];

function eraOf(date: LocalDate): Era | undefined {
  for (const era of ERAS) if (date >= era.from) return era;
  return undefined;
}

/** The first of a text's characters is another in each era. */
function eraNamedBy(text: string): Era | undefined {
  const first = text[0];
  for (const era of ERAS) if (era.name[0] === first) return text.startsWith(era.name) ? era : undefined;
  return undefined;
}

/** `令和8年11月23日`; the first year of an era is 元年. Undefined before 1873, where Japan used another calendar. */
export function toWareki(date: LocalDate): string | undefined {
  const era = eraOf(date);
  if (era === undefined) return undefined;
  const { year, month, day } = partsOf(date);
  const eraYear = year - era.year + 1;
  return `${era.name}${eraYear === 1 ? '元' : eraYear}年${month}月${day}日`;
}

/** `2026年11月23日`, as foreign residents' dates of birth are printed. */
export function toWesternText(date: LocalDate): string {
  const { year, month, day } = partsOf(date);
  return `${year}年${month}月${day}日`;
}

/**
 * The date that a full wareki text names, or undefined where it is not one (「昭和20年月日不詳」) or where the era
 * does not contain the day. Never used to change what is printed: printed dates stay as the core system wrote them.
 */
export function parseWareki(text: string): LocalDate | undefined {
  const era = eraNamedBy(text);
  if (era === undefined) return undefined;
  const yearEnd = text.indexOf('年');
  if (yearEnd > 5) return undefined;
  const eraYear = yearEnd === 3 && text[2] === '元' ? 1 : digitsIn(text, 2, yearEnd);
  if (eraYear < 1) return undefined;
  const date = dateIn(era.year + eraYear - 1, text, yearEnd);
  return date !== undefined && eraOf(date) === era ? date : undefined;
}

/** The date that a text like `2026年11月23日` names, or undefined where it is not one; the year has four digits. */
export function parseWesternText(text: string): LocalDate | undefined {
  return text[4] === '年' ? dateIn(digitsIn(text, 0, 4), text, 4) : undefined;
}

/** The day that a text goes on to name after its year: `年<month>月<day>日`, each of one or two digits, and no more. */
function dateIn(year: number, text: string, yearEnd: number): LocalDate | undefined {
  const monthEnd = text.indexOf('月', yearEnd);
  const dayEnd = text.length - 1;
  if (monthEnd - yearEnd > 3 || dayEnd - monthEnd > 3 || text[dayEnd] !== '日') return undefined;
  const month = digitsIn(text, yearEnd + 1, monthEnd);
  return dateOfParts({ year, month, day: digitsIn(text, monthEnd + 1, dayEnd) });
}
