import { z } from 'zod';

/** What the page 「シナリオ試験」 and the simulator's server say to each other. */

export const ScenarioOutcome = z.enum(['passed', 'failed', 'broken']);
export type ScenarioOutcome = z.infer<typeof ScenarioOutcome>;

const ListedScenario = z.object({
  number: z.int(),
  part: z.string(),
  title: z.string(),
  source: z.string(),
});
export type ListedScenario = z.infer<typeof ListedScenario>;

/** `GET /api/scenarios` */
export const ScenarioList = z.object({
  parts: z.array(z.object({ part: z.string(), name: z.string() })),
  scenarios: z.array(ListedScenario),
});
export type ScenarioList = z.infer<typeof ScenarioList>;

/** `POST /api/scenarios/play`: one at a time. */
export const PlayRequest = z.strictObject({ number: z.int() });

/** PNG in BASE64. */
const pictures = z.array(z.base64());
/** JSON as it was said, for reading. */
const said = z.string();

const EvidenceView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exchange'),
    what: z.string(),
    request: said,
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('data'), data: said }),
      z.object({ kind: z.literal('refused'), status: z.int(), code: z.string(), message: z.string() }),
      z.object({
        kind: z.literal('pdf'),
        sha256: z.string(),
        bytes: z.int(),
        pages: z.int(),
        pictures,
      }),
    ]),
  }),
  z.object({ kind: z.literal('judgement'), claim: z.string(), holds: z.boolean() }),
  z.object({ kind: z.literal('act'), what: z.string() }),
  z.object({ kind: z.literal('elsewhere'), what: z.string(), where: z.string() }),
  z.object({ kind: z.literal('pictures'), what: z.string(), pictures }),
]);
export type EvidenceView = z.infer<typeof EvidenceView>;

/** `POST /api/scenarios/progress`: the evidence from this place on, of the scenario that plays or was played last. */
export const ProgressRequest = z.strictObject({ from: z.int().min(0) });

export const ScenarioProgress = z.object({
  /** Counts the plays since the server's start; 0 = nothing was played. */
  play: z.int(),
  number: z.int().nullable(),
  evidence: z.array(EvidenceView),
  /** Null while it plays. */
  end: z.object({ outcome: ScenarioOutcome, broke: z.string().nullable(), seconds: z.number() }).nullable(),
});
export type ScenarioProgress = z.infer<typeof ScenarioProgress>;

export const SCENARIO_ROUTES = {
  list: '/api/scenarios',
  play: '/api/scenarios/play',
  progress: '/api/scenarios/progress',
} as const;
