import { z } from 'zod';
import { KosekiLinks, strangePlaces } from '../../functions/koseki/environment.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';

/** Where a stage's resources live: the local engine, LocalStack, or AWS itself. Handlers never know. */
export const Cloud = z.enum(['local', 'localstack', 'aws']);
export type Cloud = z.infer<typeof Cloud>;

/** The names under which a stage can be asked for; also the stage of the REST APIs and the functions' STAGE. */
export const StageName = z.enum(['local', 'closed-network']);
export type StageName = z.infer<typeof StageName>;

const Region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/);

/** Memory of one Lambda function, MiB. 1769 MiB is one whole processor. */
const Memory = z.int().min(128).max(10_240);

/** Retention periods (days) that CloudWatch Logs accepts and this system uses. */
const LogRetentionDays = z.literal([7, 30, 90, 365, 400, 731, 1827]);

/** 構成市: one of the cities of the wide-area union. */
const Municipality = z.strictObject({ code: MunicipalityCode, name: z.string().min(1) });

/** Who may act as the 連携サーバ of a city. */
const LinkAgent = z.strictObject({
  municipality: MunicipalityCode,
  /** One role or user, as its ARN ends; never a pattern. */
  identity: z.string().regex(/^(role|user)\/[A-Za-z0-9+=,.@_/-]{1,512}$/),
  /** The identity's account; absent where it is the stage's own. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** STS external id: whoever gives out sessions for several cities cannot mix them up. */
  externalId: z.string().regex(/^[A-Za-z0-9+=,.@:/_-]{8,64}$/),
  /** Hours after which a session ends at the latest; the agent takes no longer ones than 12. */
  sessionHours: z.int().min(1).max(12),
});

const Fields = z.strictObject({
  name: StageName,
  cloud: Cloud,
  /** Absent where the credentials in use decide (the operators' account). */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: Region,
  /** The passive pair of `region`: tables are replicated there; absent where there is none. */
  secondaryRegion: Region.optional(),
  /** Keys of the customer's own (KMS) for everything at rest, and tables that cannot be deleted. */
  customerManagedKeys: z.boolean(),
  /** Cookies carry `Secure`: true wherever the staff come by HTTPS. */
  secureCookies: z.boolean(),
  /** Private REST APIs: reachable from named endpoints of the network only. */
  privateApis: z.boolean(),
  /** Stand-ins for kiosk, centre and core systems may run beside this stage. */
  simulator: z.boolean(),
  /** 取扱時間 of 0–24 h on every day, for trying things out. */
  openAllDay: z.boolean(),
  /** Milliseconds after a request's arrival at which an "ask at the counter" refusal leaves. */
  counterOffsetMs: z.int().min(100).max(5_000),
  /** Milliseconds from a request's arrival to the moment when it has failed. */
  deadlineMs: z.int().min(1_000).max(25_000),
  /** Minutes that a responded request waits for the result of printing. */
  resultWaitMinutes: z.int().min(1).max(1_440),
  /** Days that the encrypted snapshot of a certificate is kept. */
  snapshotDays: z.int().min(1).max(3_650),
  /** Minutes without a request after which a member of staff is signed out. */
  sessionMinutes: z.int().min(5).max(480),
  /**
   * Years for which nobody, the account's owner included, can take an anchor of the audit away (object lock, compliance
   * mode); absent where the anchors lie in a plain bucket.
   */
  auditLockYears: z.int().min(1).max(30).optional(),
  /** Alarms that reach the operators, with a topic for them. */
  alarms: z.boolean(),
  logRetentionDays: LogRetentionDays,
  /** Days after which link files leave the inbox. */
  inboxDays: z.int().min(1).max(365),
  memory: z.strictObject({ ingest: Memory, issue: Memory, kiosk: Memory, staff: Memory }),
  ingest: z.strictObject({
    /** Seconds that one link file may take. */
    timeoutSeconds: z.int().min(30).max(900),
    /** Executions that are always free for the priority lane. */
    priorityConcurrency: z.int().min(1).max(100),
  }),
  municipalities: z.array(Municipality).min(1),
  /** By city; none where the core systems are stand-ins. */
  linkAgents: z.array(LinkAgent),
  /** The koseki system of each city that has one; where there is none, the city issues nothing of 戸籍. */
  kosekiLinks: KosekiLinks,
});

/** One deployment of the system. Refuses combinations that must never exist. */
export const Stage = Fields.superRefine((stage, context) => {
  const refuse = (path: keyof typeof stage, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });

  if (stage.simulator && stage.name !== 'local') refuse('simulator', 'only the local stage has a simulator');
  if (stage.simulator && stage.cloud === 'aws') refuse('simulator', 'no simulator on AWS');
  if (stage.openAllDay && stage.cloud === 'aws') refuse('openAllDay', 'the real hours apply on AWS');
  if ((stage.name === 'local') === (stage.cloud === 'aws'))
    refuse('cloud', `stage ${stage.name} does not run on ${stage.cloud}`);
  if (stage.cloud === 'aws') {
    if (!stage.customerManagedKeys) refuse('customerManagedKeys', 'required on AWS');
    if (!stage.secureCookies) refuse('secureCookies', 'required on AWS');
    if (stage.auditLockYears === undefined) refuse('auditLockYears', 'required on AWS');
    if (!stage.alarms) refuse('alarms', 'required on AWS');
    if (!stage.privateApis) refuse('privateApis', 'required on AWS');
    if (stage.secondaryRegion === undefined) refuse('secondaryRegion', 'required on AWS');
  }
  if (stage.secondaryRegion === stage.region) refuse('secondaryRegion', 'the pair is another region');
  if (stage.counterOffsetMs >= stage.deadlineMs) refuse('counterOffsetMs', 'lies before the deadline');
  const codes = stage.municipalities.map((municipality) => municipality.code);
  if (new Set(codes).size !== codes.length) refuse('municipalities', 'a city stands twice');
  const linked = stage.linkAgents.map(({ municipality }) => municipality);
  if (linked.some((code) => !codes.includes(code))) refuse('linkAgents', 'an agent of no city');
  if (new Set(linked).size !== linked.length) refuse('linkAgents', 'a city has two agents');
  const words = stage.linkAgents.map(({ externalId }) => externalId);
  if (new Set(words).size !== words.length) refuse('linkAgents', 'two cities share an external id');
  for (const { message } of strangePlaces(stage.name, stage.kosekiLinks)) refuse('kosekiLinks', message);
  for (const [code, link] of Object.entries(stage.kosekiLinks)) {
    if (!codes.some((known) => known === code)) refuse('kosekiLinks', 'a link of no city');
    if (link !== undefined && link.budgetMs >= stage.deadlineMs)
      refuse('kosekiLinks', 'a question ends before the request’s deadline');
  }
  if (stage.cloud !== 'aws' && linked.length > 0) refuse('linkAgents', 'in the closed network only');
});
export type Stage = z.infer<typeof Stage>;
export type StageInput = z.input<typeof Stage>;
