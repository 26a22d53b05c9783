import { type LocalDate, partsOf } from './time.ts';

type Era = { readonly name: string; readonly from: string };

/** First days of the eras in which dates are printed (元号法; 明治 from the adoption of the Gregorian calendar). */
const ERAS: readonly Era[] = [
  { name: '令和', from: '2019-05-01' },
  { name: '平成', from: '1989-01-08' },
  { name: '昭和', from: '1926-12-25' },
  { name: '大正', from: '1912-07-30' },
  { name: '明治', from: '1873-01-01' },
];

/** `令和8年11月23日`; the first year of an era is 元年. Undefined before 1873, where Japan used another calendar. */
export function toWareki(date: LocalDate): string | undefined {
  const era = ERAS.find((candidate) => date >= candidate.from);
  if (era === undefined) return undefined;
  const { year, month, day } = partsOf(date);
  const eraYear = year - Number(eraStart(era).slice(0, 4)) + 1;
  return `${era.name}${eraYear === 1 ? '元' : eraYear}年${month}月${day}日`;
}

/** `2026年11月23日`, as foreign residents' dates of birth are printed. */
export function toWesternText(date: LocalDate): string {
  const { year, month, day } = partsOf(date);
  return `${year}年${month}月${day}日`;
}

const GENGO = /^(令和|平成|昭和|大正|明治)(元|\d{1,3})年(\d{1,2})月(\d{1,2})日$/;

/**
 * The date that a full wareki text names, or undefined where it is not one (「昭和20年月日不詳」) or where the era
 * does not contain the day. Never used to change what is printed: printed dates stay as the core system wrote them.
 */
export function parseWareki(text: string): LocalDate | undefined {
  const match = GENGO.exec(text);
  if (match === null) return undefined;
  const [, name, eraYearText, month, day] = match;
  const era = ERAS.find((candidate) => candidate.name === name);
  if (era === undefined || month === undefined || day === undefined) return undefined;
  const eraYear = eraYearText === '元' ? 1 : Number(eraYearText);
  const base = name === '明治' ? 1868 : Number(era.from.slice(0, 4));
  const iso = `${base + eraYear - 1}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` as LocalDate;
  const { year } = partsOf(iso);
  const real = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== iso || year < 1868)
    return undefined;
  return toWareki(iso) === `${name}${eraYear === 1 ? '元' : eraYear}年${Number(month)}月${Number(day)}日`
    ? iso
    : undefined;
}

function eraStart(era: Era): string {
  return era.name === '明治' ? '1868-01-01' : era.from;
}
