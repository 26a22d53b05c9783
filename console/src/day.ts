/** Days as `YYYY-MM-DD` in Japan, whatever the computer's own time zone. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'];

export const today = (now: number = Date.now()): string =>
  new Date(now + 9 * 3_600_000).toISOString().slice(0, 10);

export function isDay(text: string | undefined): text is string {
  return text !== undefined && DAY.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

/** `2026年11月23日（月）` */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日（${WEEKDAYS[new Date(Date.parse(day)).getUTCDay()]}）`;
}

/** `09:15:00` of a time stamp in Japan's time. */
export const clockText = (timestamp: string): string => timestamp.slice(11, 19);

/** `2026年11月23日（月） 09:15:00` */
export const timeText = (timestamp: string): string =>
  `${dayText(timestamp.slice(0, 10))} ${clockText(timestamp)}`;
