import {
  type Attachments,
  type CompiledTemplate,
  layOut,
  type Measure,
} from '../../functions/certificates/index.ts';
import {
  type DisplayList,
  type DrawFault,
  type DrawOptions,
  drawPdf,
  type FontSet,
  type MissingGlyph,
  measure,
} from '../../functions/pdf/index.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';

/** Why a certificate is not drawn; `field` is a path in the model or a place of the template. */
export type Obstacle =
  | { readonly kind: 'missing-glyph'; readonly missing: readonly MissingGlyph[] }
  | { readonly kind: 'bad-text'; readonly field: string; readonly rule: string }
  | { readonly kind: 'overflow'; readonly field: string }
  | { readonly kind: 'bad-list'; readonly field: string; readonly rule: string };

type Model = { readonly [field: string]: unknown };

/** Fits everywhere and every font has it. */
const STAND_IN = '一';
/** More than any certificate has fields. */
const MAX_ROUNDS = 2_000;

/**
 * Lays a certificate out and draws it. Errors: everything that stands in the way, not only the first thing: a field
 * that does is put aside, and the rest is tried again.
 */
export function setCertificate(
  template: CompiledTemplate,
  model: Model,
  attachments: Attachments,
  fonts: FontSet,
  options: DrawOptions,
  finish: (list: DisplayList) => DisplayList = (list) => list,
): Result<{ readonly bytes: Uint8Array; readonly pages: number }, readonly Obstacle[]> {
  const ask: Measure<DrawFault> = (text, size, field) => measure(fonts, text, size, field);
  const obstacles: Obstacle[] = [];
  let tried = model;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const list = layOut(template, tried, attachments, ask);
    const bytes = list.ok ? drawPdf(finish(list.value), fonts, options) : list;
    if (list.ok && bytes.ok && obstacles.length === 0)
      return ok({ bytes: bytes.value, pages: list.value.pages.length });
    if (bytes.ok) break;
    const found = obstacleOf(bytes.error);
    obstacles.push(found);
    const next = fieldsOf(found).reduce<Model | undefined>(
      (data, field) => (data === undefined ? undefined : withStandIn(data, field)),
      tried,
    );
    if (next === undefined) break;
    tried = next;
  }
  return err(obstacles);
}

function obstacleOf(fault: DrawFault | { readonly kind: 'overflow'; readonly field: string }): Obstacle {
  switch (fault.kind) {
    case 'overflow':
    case 'missing-glyph':
      return fault;
    case 'bad-text':
      return { kind: fault.kind, field: fault.field, rule: fault.fault.kind };
    case 'bad-list':
      return { kind: fault.kind, field: fault.field ?? `pages[${fault.page ?? 0}]`, rule: fault.fault };
  }
}

const fieldsOf = (obstacle: Obstacle): readonly string[] =>
  obstacle.kind === 'missing-glyph'
    ? [...new Set(obstacle.missing.map(({ field }) => field))]
    : [obstacle.field];

/** The model with another text at a path (`subjects[0].fullName`); undefined where no text stands that could go. */
function withStandIn(model: Model, path: string): Model | undefined {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const replace = (data: unknown, at: number): unknown => {
    const step = steps[at];
    if (step === undefined) return typeof data === 'string' && data !== STAND_IN ? STAND_IN : undefined;
    if (typeof data !== 'object' || data === null) return undefined;
    const inner = replace(Reflect.get(data, step), at + 1);
    if (inner === undefined) return undefined;
    return Array.isArray(data)
      ? data.map((one, index) => (String(index) === step ? inner : one))
      : { ...data, [step]: inner };
  };
  return replace(model, 0) as Model | undefined;
}
