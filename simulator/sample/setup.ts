import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ALWAYS_OPEN, SPECIFIED_HOURS } from '../../functions/calendar/index.ts';
import { compileTemplate, residentRecordTemplateData } from '../../functions/certificates/index.ts';
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

/** 首長名 that no mayor has, and a fee in yen, by city. */
const MADE_UP: Readonly<Record<string, { readonly head: string; readonly feeJpy: number }>> = {
  '012050': { head: '見本　一郎', feeJpy: 300 },
  '012301': { head: '見本　花子', feeJpy: 250 },
  '012335': { head: '見本　三郎', feeJpy: 200 },
};

/** In force before any request that a running system may get. */
const VALID_FROM = startOfJstDay('2020-01-01' as LocalDate);
const MINIMUM_AGE = 15;

/**
 * Gives the three cities what their certificates need beside the residents: name, head and seal, EUDC font, fee,
 * hours, minimum age and template, as settings rows that hold from the beginning. What a city has already is left
 * as it is, for a clerk may have changed it; only the template follows the program. Gives the number of rows written.
 * @param fonts those that all cities share: the template's plate is made with them
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
  const { form } = unwrap(compileTemplate(residentRecordTemplateData));
  const template = {
    templateDigest: await store.putBlob(canonicalJson(residentRecordTemplateData)),
    plateDigest: await store.putBlob(unwrap(plateFile(form, fonts))),
  };
  let written = 0;
  for (const [index, city] of MUNICIPALITIES.entries()) {
    const sealDigest = await store.putBlob(encodeSeal(citySeal(index + 1)));
    const gaiji = await uploadEudcFont(stack, clients, city);
    const wanted = settingsOf(city, { sealDigest, gaiji, template, openAllDay });
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

function settingsOf(
  city: SampleMunicipality,
  given: {
    readonly sealDigest: string;
    readonly gaiji: { readonly fontDigest: string; readonly packDigest: string };
    readonly template: { readonly templateDigest: string; readonly plateDigest: string };
    readonly openAllDay: boolean;
  },
): readonly Setting[] {
  const { head = '見本　太郎', feeJpy = 300 } = MADE_UP[city.code] ?? {};
  const scope = 'resident-record';
  return [
    { kind: 'name', scope: 'city', value: { name: city.name } },
    {
      kind: 'head',
      scope: 'city',
      value: { title: `${city.name}長`, name: head, sealDigest: given.sealDigest },
    },
    { kind: 'gaiji', scope: 'city', value: given.gaiji },
    { kind: 'fee', scope, value: { feeJpy } },
    { kind: 'hours', scope, value: given.openAllDay ? ALWAYS_OPEN : SPECIFIED_HOURS },
    { kind: 'minimum-age', scope, value: { age: MINIMUM_AGE } },
    { kind: 'template', scope, value: given.template },
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
