import { z } from 'zod';
import { CalendarYear } from '../calendar/index.ts';
import { StaffProblem } from '../shared/http/staff-problem.ts';

/** A day in Japan (its midnight), or a time: `2027-04-01`, `2027-04-01T08:30+09:00`. */
export const Moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?\+09:00)?$/)
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success, 'a day of the calendar');

const note = z.string().min(1).max(200).optional();

/** What is to be set, by the kinds and values of a city's settings; null ends what is set. */
const Change = z.strictObject({
  kind: z.string().max(40),
  scope: z.string().max(80),
  value: z.unknown(),
});

/** `POST /api/changes/preview`, `POST /api/changes`: 変更予約. All of it takes effect together. */
export const PlanRequest = z.strictObject({
  /** When it begins; absent = as soon as possible. */
  validFrom: Moment.optional(),
  /** When what it has displaced comes back; absent = never. */
  until: Moment.optional(),
  changes: z.array(Change).min(1).max(40),
  note,
});
export type PlanRequest = z.infer<typeof PlanRequest>;

/** What of a plan, file or picture breaks which rule. */
export const PlanFault = z.object({
  /** `changes[0].value.feeJpy`, `validFrom`; of a file, line and column. */
  field: z.string(),
  rule: z.string(),
  /** For whoever has asked. */
  message: z.string(),
});
export type PlanFault = z.infer<typeof PlanFault>;

/** `STF-1301`: with everything that is wrong, not only the first. */
export const PlanProblem = z.object({ ...StaffProblem.shape, faults: z.array(PlanFault) });

const Value = z.unknown();

/** What one change makes of its setting. Null = nothing is set, so that the default holds. */
export const Difference = z.object({
  kind: z.string(),
  scope: z.string(),
  before: Value,
  after: Value,
  /** What is in force again at the end; absent where there is none. */
  back: Value.optional(),
});

/** How a city's settings change by a plan, and why it cannot be carried out; nothing was written. */
export const PlanPreview = z.object({
  validFrom: z.string(),
  until: z.string().nullable(),
  differences: z.array(Difference),
  faults: z.array(PlanFault),
});
export type PlanPreview = z.infer<typeof PlanPreview>;

export const PlanState = z.enum(['planned', 'in-force', 'past', 'cancelled']);
export type PlanState = z.infer<typeof PlanState>;

export const PlanView = z.object({
  planId: z.uuid(),
  state: PlanState,
  validFrom: z.string(),
  until: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  note: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  changes: z.array(z.object({ kind: z.string(), scope: z.string(), value: Value })),
});
export type PlanView = z.infer<typeof PlanView>;

/** `GET /api/changes[?which=all]`: what is planned and in force for a time, the next first; or everything. */
export const PlanList = z.object({
  now: z.string(),
  /** The earliest time at which a plan that is made now can begin. */
  earliest: z.string(),
  plans: z.array(PlanView),
});
export type PlanList = z.infer<typeof PlanList>;

export const InForce = z.object({
  at: z.string(),
  settings: z.array(z.object({ kind: z.string(), scope: z.string(), since: z.string(), value: Value })),
});
/** `GET /api/changes/in-force[?at=2027-04-01]`. */
export type InForce = z.infer<typeof InForce>;

/** Names of the columns in a calendar's first line. The real list's are agreed with J-LIS; these are ours. */
export const CalendarColumns = z.strictObject({
  date: z.string().min(1).default('date'),
  from: z.string().min(1).default('from'),
  until: z.string().min(1).default('until'),
  type: z.string().min(1).default('type'),
  note: z.string().min(1).default('note'),
});
export type CalendarColumns = z.infer<typeof CalendarColumns>;

/** `POST /api/changes/calendar`: the 運休日 of one year. A dry run writes nothing. */
export const CalendarRequest = z.strictObject({
  year: CalendarYear,
  csv: z.string().max(400_000),
  columns: CalendarColumns.prefault({}),
  /** What the file calls a type, where it is not our id; `all` = every type. */
  types: z.record(z.string(), z.string()).default({}),
  validFrom: Moment.optional(),
  note,
  dryRun: z.boolean(),
});
export type CalendarRequest = z.infer<typeof CalendarRequest>;

export const CalendarAnswer = z.object({
  year: CalendarYear,
  /** Whole days, and parts of days or days of one type. */
  days: z.int(),
  parts: z.int(),
  /** Against the list of that year which would be in force without it. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Absent after a dry run. */
  plan: PlanView.optional(),
});
export type CalendarAnswer = z.infer<typeof CalendarAnswer>;

/** `POST /api/changes/seals`: 公印 as a BMP or PNG file in one colour on white. */
export const SealRequest = z.strictObject({ file: z.base64().max(2_000_000) });
/** `POST /api/changes/templates`. */
export const TemplateRequest = z.strictObject({ template: z.json() });

/** What was kept, for a plan to name. */
export const KeptSeal = z.object({ sealDigest: z.string(), columns: z.int(), rows: z.int() });
export type KeptSeal = z.infer<typeof KeptSeal>;
export const KeptTemplate = z.object({
  templateDigest: z.string(),
  model: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
});
export type KeptTemplate = z.infer<typeof KeptTemplate>;
