import { type CompiledTemplate, isValidOn, MODEL_OF_FAMILY } from '../certificates/index.ts';
import { type CitySettings, headIn, type SettingRow, settingsAt, typeIn, typesIn } from '../changes/index.ts';
import type { CertificateFamily } from '../shared/certificate-types.ts';
import { type Instant, jstDateOf, type LocalDate } from '../shared/time.ts';
import type { PlanRule } from './fault.ts';

/** What lies under a digest. */
export type Material =
  | { readonly kind: 'seal' }
  | { readonly kind: 'template'; readonly compiled: CompiledTemplate }
  | { readonly kind: 'other' };
/** By digest; undefined = nothing is kept under it. */
export type Materials = ReadonlyMap<string, Material | undefined>;

/** Why issuing could not carry a setting out. */
export type StandingFault = {
  /** Kind and scope: `head#city`. */
  readonly key: string;
  /** Within the row: `value.sealDigest`. */
  readonly field: string;
  readonly rule: PlanRule;
};

/** More than a request can name (`IssueRequest.feeJpy`). */
const MOST_YEN = 100_000;

/** Kinds that say something of a type, with the only family that they are for. */
const OF_TYPES = {
  fee: undefined,
  hours: undefined,
  'minimum-age': undefined,
  'household-rule': undefined,
  template: undefined,
  'seal-certificate': 'seal-registration',
  'tax-certificate': 'tax-and-income',
  'tax-years': 'tax-and-income',
} as const satisfies Readonly<Record<string, CertificateFamily | undefined>>;

/** Everything in a city's settings at an instant that issuing could not carry out. */
export function faultsAt(rows: readonly SettingRow[], at: Instant, materials: Materials): StandingFault[] {
  const settings = settingsAt(rows, at);
  return [
    ...typeFaults(settings),
    ...headFaults(settings, materials),
    ...templateFaults(settings, jstDateOf(at), materials),
    ...closureFaults(settings),
    ...offerFaults(settings),
  ];
}

function typeFaults(settings: CitySettings): StandingFault[] {
  return Object.entries(OF_TYPES).flatMap(([kind, family]) =>
    settings.scopesOf(kind as keyof typeof OF_TYPES).flatMap((scope): StandingFault[] => {
      const key = `${kind}#${scope}`;
      const type = typeIn(settings, scope);
      if (type === undefined) return [{ key, field: 'scope', rule: 'unknown-type' }];
      if (family !== undefined && type.family !== family)
        return [{ key, field: 'scope', rule: 'other-family' }];
      const feeJpy = kind === 'fee' ? (settings.valueOf('fee', scope)?.feeJpy ?? 0) : 0;
      return feeJpy > MOST_YEN ? [{ key, field: 'value.feeJpy', rule: 'above-limit' }] : [];
    }),
  );
}

function headFaults(settings: CitySettings, materials: Materials): StandingFault[] {
  return settings.scopesOf('head').flatMap((scope): StandingFault[] => {
    const key = `head#${scope}`;
    if (scope !== 'city' && typeIn(settings, scope) === undefined)
      return [{ key, field: 'scope', rule: 'unknown-type' }];
    const seal = materials.get(settings.valueOf('head', scope)?.sealDigest ?? '');
    if (seal?.kind === 'seal') return [];
    return [{ key, field: 'value.sealDigest', rule: seal === undefined ? 'missing' : 'not-a-seal' }];
  });
}

function templateFaults(settings: CitySettings, day: LocalDate, materials: Materials): StandingFault[] {
  return settings.scopesOf('template').flatMap((scope) => {
    const type = typeIn(settings, scope);
    const value = settings.valueOf('template', scope);
    if (type === undefined || value === undefined) return [];
    const broken = (rule: PlanRule, field = 'value.templateDigest'): StandingFault[] => [
      { key: `template#${scope}`, field, rule },
    ];
    if (value.plateDigest !== undefined && materials.get(value.plateDigest) === undefined)
      return broken('missing', 'value.plateDigest');
    const template = materials.get(value.templateDigest);
    if (template === undefined) return broken('missing');
    if (template.kind !== 'template') return broken('not-a-template');
    if (template.compiled.template.model !== MODEL_OF_FAMILY[type.family]) return broken('other-model');
    return isValidOn(template.compiled, day) ? [] : broken('not-valid-then');
  });
}

function closureFaults(settings: CitySettings): StandingFault[] {
  const lists = [
    ...settings
      .scopesOf('jlis-closures')
      .map((year) => ({ key: `jlis-closures#${year}`, list: settings.valueOf('jlis-closures', year) })),
    { key: 'own-closures#city', list: settings.valueOf('own-closures', 'city') },
  ];
  return lists.flatMap(({ key, list }) =>
    (list?.closures ?? []).flatMap(({ type }, index): StandingFault[] =>
      type === undefined || typeIn(settings, type) !== undefined
        ? []
        : [{ key, field: `value.closures[${index}].type`, rule: 'unknown-type' }],
    ),
  );
}

/** What is on the menu has a form, a head and the city's name. */
function offerFaults(settings: CitySettings): StandingFault[] {
  return typesIn(settings).flatMap((type): StandingFault[] => {
    const isDrawnHere = MODEL_OF_FAMILY[type.family] !== undefined;
    const isOnMenu =
      type.offered &&
      settings.valueOf('fee', type.id) !== undefined &&
      (type.family !== 'tax-and-income' || settings.valueOf('tax-years', type.id) !== undefined);
    if (!isDrawnHere || !isOnMenu) return [];
    const required = (key: string): StandingFault => ({ key, field: 'value', rule: 'required' });
    return [
      ...(settings.valueOf('template', type.id) === undefined ? [required(`template#${type.id}`)] : []),
      ...(headIn(settings, type.id) === undefined ? [required('head#city')] : []),
      ...(settings.valueOf('name', 'city') === undefined ? [required('name#city')] : []),
    ];
  });
}

const textOf = ({ key, field, rule }: StandingFault): string => `${key} ${field} ${rule}`;

/**
 * What issuing could no longer carry out, at any instant from `from` on at which something changes, if the rows were
 * these and not those of before. What is broken already is no matter of the change.
 */
export function newFaults(
  before: readonly SettingRow[],
  after: readonly SettingRow[],
  from: Instant,
  materials: Materials,
): readonly StandingFault[] {
  const found = new Map<string, StandingFault>();
  for (const at of turnsFrom(after, from)) {
    const known = new Set(faultsAt(before, at, materials).map(textOf));
    for (const one of faultsAt(after, at, materials))
      if (!known.has(textOf(one))) found.set(textOf(one), one);
  }
  return [...found.values()];
}

/** The instants from `from` on at which rows begin or end. */
function turnsFrom(rows: readonly SettingRow[], from: Instant): readonly Instant[] {
  const later = rows.flatMap(({ validFrom }) => (validFrom > from ? [validFrom] : []));
  return [...new Set([from, ...later])].sort((a, b) => a - b);
}

/** Digests of everything that rows name. */
export const digestsIn = (rows: readonly SettingRow[]): ReadonlySet<string> =>
  new Set(
    rows.flatMap((row) => {
      if (row.kind === 'head') return [row.value.sealDigest];
      if (row.kind !== 'template') return [];
      const { templateDigest, plateDigest } = row.value;
      return [templateDigest, ...(plateDigest === undefined ? [] : [plateDigest])];
    }),
  );
