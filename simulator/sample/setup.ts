import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ALWAYS_OPEN, SPECIFIED_HOURS } from '../../functions/calendar/index.ts';
import {
  type CertificateTemplateData,
  compileTemplate,
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../functions/certificates/index.ts';
import {
  createSettingsStore,
  encodeSeal,
  type Setting,
  type SettingsStore,
  settingsAt,
} from '../../functions/changes/index.ts';
import { type FontSet, plateFile } from '../../functions/pdf/index.ts';
import { canonicalJson } from '../../functions/shared/canonical.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { type Instant, type LocalDate, startOfJstDay } from '../../functions/shared/time.ts';
import { uuidV7 } from '../../functions/shared/uuid-v7.ts';
import { uploadEudcFont } from './load.ts';
import { MUNICIPALITIES, type SampleMunicipality } from './municipalities.ts';
import { citySeal } from './sample-seal.ts';
import { type SampleStack, sampleClients } from './stack.ts';

/** The certificates that the cities offer, with their forms. */
const FORMS = {
  'resident-record': residentRecordTemplateData,
  'seal-registration': sealRegistrationTemplateData,
  'tax-and-income': taxAndIncomeTemplateData,
} as const satisfies Readonly<Record<string, CertificateTemplateData>>;
/** Those that the koseki systems draw. */
const FETCHED = ['family-register', 'family-register-supplement'] as const;
type Drawn = keyof typeof FORMS;
type Offered = Drawn | (typeof FETCHED)[number];

type MadeUp = {
  /** 首長名 that no mayor has. */
  readonly head: string;
  readonly feesJpy: Readonly<Record<Offered, number>>;
  /** 性別 on 印鑑登録証明書. */
  readonly printsSex: boolean;
  readonly certifiesUndeclaredDependants: boolean;
};

/** 450 yen in every city (地方公共団体の手数料の標準に関する政令); for a 附票 each has its own. */
const KOSEKI_FEES = { 'family-register': 450, 'family-register-supplement': 300 } as const;

/** No two cities alike, so that whoever looks sees whose rules they are. */
const MADE_UP: Readonly<Record<string, MadeUp>> = {
  '012050': {
    head: '見本　一郎',
    feesJpy: {
      'resident-record': 300,
      'seal-registration': 310,
      'tax-and-income': 350,
      ...KOSEKI_FEES,
    },
    printsSex: false,
    certifiesUndeclaredDependants: true,
  },
  '012301': {
    head: '見本　花子',
    feesJpy: {
      'resident-record': 250,
      'seal-registration': 260,
      'tax-and-income': 300,
      ...KOSEKI_FEES,
      'family-register-supplement': 290,
    },
    printsSex: false,
    certifiesUndeclaredDependants: false,
  },
  '012335': {
    head: '見本　三郎',
    feesJpy: {
      'resident-record': 200,
      'seal-registration': 210,
      'tax-and-income': 250,
      ...KOSEKI_FEES,
      'family-register-supplement': 280,
    },
    printsSex: true,
    certifiesUndeclaredDependants: true,
  },
};

const madeUpOf = ({ code }: SampleMunicipality): MadeUp => {
  const madeUp = MADE_UP[code];
  if (madeUp === undefined) throw new Error('nothing is made up for this city');
  return madeUp;
};

/** In force before any request that a running system may get. */
const VALID_FROM = startOfJstDay('2020-01-01' as LocalDate);
const MINIMUM_AGE = 15;

/**
 * Gives the three cities what their certificates need beside the residents: name, head and seal, EUDC font, and for each
 * type fee, hours, minimum age, form and what is its own, as settings rows that hold from the beginning. What a city has
 * already is left as it is, for a clerk may have changed it; only forms follow the program. Gives the number of rows
 * written.
 * @param fonts those that all cities share: the forms' plates are made with them
 * @param openAllDay 24 hours every day, for the local stage; otherwise the specified hours.
 */
export async function setUpCities(options: {
  readonly stack: SampleStack;
  readonly now: Instant;
  readonly fonts: FontSet;
  readonly openAllDay: boolean;
}): Promise<number> {
  const { stack, now, fonts, openAllDay } = options;
  const clients = sampleClients(stack);
  const store = createSettingsStore({ client: clients.documents, table: stack.staffTable });
  const templates = new Map<Drawn, TemplateValue>();
  for (const [type, data] of Object.entries(FORMS)) {
    const { form } = unwrap(compileTemplate(data));
    templates.set(type as Drawn, {
      templateDigest: await store.putBlob(canonicalJson(data)),
      plateDigest: await store.putBlob(unwrap(plateFile(form, fonts))),
    });
  }
  let written = 0;
  for (const [index, city] of MUNICIPALITIES.entries()) {
    const sealDigest = await store.putBlob(encodeSeal(citySeal(index + 1)));
    const gaiji = await uploadEudcFont(stack, clients, city);
    const wanted = settingsOf(city, { sealDigest, gaiji, templates, openAllDay });
    written += await putMissing(store, city, now, wanted);
  }
  return written;
}

/** A world on one's own machine is not watched day and night: what it links may be a month old. */
const PATIENT: Setting = {
  kind: 'freshness',
  scope: 'city',
  value: { minutesByHour: Array.from({ length: 24 }, () => 44_640) },
};

const PRINTS_NUMBERS: Setting = { kind: 'individual-number', scope: 'city', value: { printed: true } };

type TemplateValue = Extract<Setting, { kind: 'template' }>['value'];

/** The new year's roll is published in June; one year before it can be had too. */
const TAX_YEARS = { yearsBefore: 1, newYearFrom: { month: 6, day: 1 } } as const;

function settingsOf(
  city: SampleMunicipality,
  given: {
    readonly sealDigest: string;
    readonly gaiji: { readonly fontDigest: string; readonly packDigest: string };
    readonly templates: ReadonlyMap<Drawn, TemplateValue>;
    readonly openAllDay: boolean;
  },
): readonly Setting[] {
  const { head, feesJpy, printsSex, certifiesUndeclaredDependants } = madeUpOf(city);
  const hours = given.openAllDay ? ALWAYS_OPEN : SPECIFIED_HOURS;
  return [
    { kind: 'name', scope: 'city', value: { name: city.name } },
    {
      kind: 'head',
      scope: 'city',
      value: { title: `${city.name}長`, name: head, sealDigest: given.sealDigest },
    },
    { kind: 'gaiji', scope: 'city', value: given.gaiji },
    ...(city.printsIndividualNumber ? [PRINTS_NUMBERS] : []),
    ...[...given.templates.keys(), ...FETCHED].flatMap((scope): Setting[] => [
      { kind: 'fee', scope, value: { feeJpy: feesJpy[scope] } },
      { kind: 'hours', scope, value: hours },
      { kind: 'minimum-age', scope, value: { age: MINIMUM_AGE } },
    ]),
    ...[...given.templates].map(([scope, value]): Setting => ({ kind: 'template', scope, value })),
    { kind: 'seal-certificate', scope: 'seal-registration', value: { printsSex } },
    { kind: 'tax-certificate', scope: 'tax-and-income', value: { certifiesUndeclaredDependants } },
    { kind: 'tax-years', scope: 'tax-and-income', value: TAX_YEARS },
    ...(given.openAllDay ? [PATIENT] : []),
  ];
}

async function putMissing(
  store: SettingsStore,
  city: SampleMunicipality,
  now: Instant,
  wanted: readonly Setting[],
): Promise<number> {
  const rows = await store.readSettings(city.code);
  const current = settingsAt(rows, now);
  let written = 0;
  for (const setting of wanted) {
    const value = current.valueOf(setting.kind, setting.scope as never);
    const outdated = setting.kind === 'template' && !isDeepStrictEqual(value, setting.value);
    if (value !== undefined && !outdated) continue;
    const validFrom = value === undefined ? VALID_FROM : now;
    await store.putSetting(city.code, uuidV7(now, randomBytes(10)), validFrom, setting);
    written += 1;
  }
  return written;
}
