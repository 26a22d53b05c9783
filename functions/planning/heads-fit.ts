import { fitSlots, MODEL_OF_FAMILY } from '../certificates/index.ts';
import { type CitySettings, headIn, type SettingRow, settingsAt, typesIn } from '../changes/index.ts';
import { type DrawFault, type FontSet, measure } from '../pdf/index.ts';
import type { PlanFault } from './contract.ts';
import { fault } from './fault.ts';
import type { Draft } from './plan.ts';
import type { Materials } from './standing.ts';

const FOR_PAPERS: ReadonlySet<string> = new Set(['head', 'template', 'name']);

/**
 * Whether every paper on the menu can show its head once the plan begins: a name in a character that no font has, or a
 * title line that is longer than its place, would refuse each of them.
 * @param rows with those of the plan
 * @param fontsOf what a city's papers are drawn with by these settings; asked only where the plan concerns papers
 */
export async function headFaults(
  rows: readonly SettingRow[],
  { settings: planned, validFrom }: Draft,
  materials: Materials,
  fontsOf: (settings: CitySettings) => Promise<FontSet>,
): Promise<readonly PlanFault[]> {
  if (!planned.some(({ kind }) => FOR_PAPERS.has(kind))) return [];
  const settings = settingsAt(rows, validFrom);
  const fonts = await fontsOf(settings);
  const found = new Map<string, PlanFault>();
  for (const { id, offered, family } of typesIn(settings)) {
    const { title, name } = headIn(settings, id) ?? {};
    const municipalityName = settings.valueOf('name', 'city')?.name;
    const template = materials.get(settings.valueOf('template', id)?.templateDigest ?? '');
    if (!offered || MODEL_OF_FAMILY[family] === undefined || template?.kind !== 'template') continue;
    const model = { municipalityName, head: { title, name } };
    const fitted = fitSlots(template.compiled, model, (text, size, field) =>
      measure(fonts, text, size, field),
    );
    if (fitted.ok) continue;
    const one = faultOf(fitted.error, planned, id);
    found.set(one.field + one.rule, one);
  }
  return [...found.values()];
}

type Unfit = DrawFault | { readonly kind: 'overflow'; readonly field: string };

/** By the planned head, else by the planned form: whichever of them is new. */
function faultOf(unfit: Unfit, planned: Draft['settings'], type: string): PlanFault {
  const indexOf = (kind: string, scope: string): number =>
    planned.findIndex((setting) => setting.kind === kind && setting.scope === scope);
  const index = [
    indexOf('head', type),
    indexOf('head', 'city'),
    indexOf('template', type),
    indexOf('name', 'city'),
  ].find((at) => at >= 0);
  const change = index === undefined ? 'changes' : `changes[${index}].value`;
  switch (unfit.kind) {
    case 'overflow':
      return fault(change, 'no-room', type);
    case 'missing-glyph': {
      const [{ field, key }] = unfit.missing;
      return fault(`${change} ${field}`, 'no-glyph', `${key} ${type}`);
    }
    case 'bad-text':
      return fault(`${change} ${unfit.field}`, 'no-glyph', type);
    case 'bad-list':
      throw new Error('a text alone is no list');
  }
}
