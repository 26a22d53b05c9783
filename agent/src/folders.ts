import { join } from 'node:path';
import {
  type FileName,
  formatFileName,
  type Lane,
  laneOf,
  parseFileName,
  seriesOf,
} from '../../functions/linkage/layouts/envelope.ts';
import { type Instant, jstDateOf, LocalDate } from '../../functions/shared/time.ts';

/** A file that the agent has taken out of a drop folder: `work/<id>.<name>`. Its id makes every later name unique. */
export type Job = { readonly folder: string; readonly id: string; readonly name: string };

const WORK = /^([0-9a-f]{16})\.(.+\.(?:csv|tte))$/i;
const STATE = /^([0-9a-f]{16})\.json$/;

export const workFolder = (folder: string): string => join(folder, 'work');
export const workPath = ({ folder, id, name }: Job): string => join(folder, 'work', `${id}.${name}`);
export const statePath = ({ folder, id }: Omit<Job, 'name'>): string => join(folder, 'work', `${id}.json`);
export const workReportPath = ({ folder, id }: Omit<Job, 'name'>): string =>
  join(folder, 'work', `${id}.report.txt`);

/** The job whose file has this name in the work folder. */
export function jobOf(folder: string, workName: string): Job | undefined {
  const [, id, name] = WORK.exec(workName) ?? [];
  return id === undefined || name === undefined ? undefined : { folder, id, name };
}

/** The id of the job whose state has this name in the work folder. */
export const stateIdOf = (workName: string): string | undefined => STATE.exec(workName)?.[1];

export const ENDS = ['sent', 'rejected'] as const;
export type End = (typeof ENDS)[number];

/** `sent/2026-11-25/…`: one folder a day, so that age is seen from outside. */
export const endFolder = (folder: string, end: End, at: Instant): string => join(folder, end, jstDateOf(at));

/** Day folders that are older than so many days. */
export function expiredDays(names: readonly string[], now: Instant, keepDays: number): readonly string[] {
  const last = jstDateOf((now - keepDays * 86_400_000) as Instant);
  return names.filter((name) => LocalDate.safeParse(name).success && name < last);
}

/**
 * Whether a file of a drop folder is meant for us. A writer may use any other name until it has finished: `.tmp`,
 * `.part` and whatever does not end in `.csv` or `.tte` is never touched.
 */
export const isOffered = (name: string): boolean => /\.(csv|tte)$/i.test(name) && !name.startsWith('.');

export const laneOfName = (name: string): Lane => {
  const parsed = parseFileName(name);
  return parsed === undefined ? 'ordinary' : laneOf(parsed);
};

/** Urgent series first, then by feed and number; what has no readable name last. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [parseFileName(a), parseFileName(b)];
  if (left === undefined || right === undefined)
    return left === right ? compareTexts(a, b) : left === undefined ? 1 : -1;
  return (
    urgency(left) - urgency(right) ||
    compareTexts(left.feed, right.feed) ||
    left.epoch - right.epoch ||
    left.fileNumber - right.fileNumber ||
    compareTexts(formatFileName(left), formatFileName(right))
  );
}

const urgency = (name: FileName): number => (seriesOf(name) === 'urgent' ? 0 : 1);
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
