import {
  residentRecordTemplateData,
  sealRegistrationTemplateData,
} from '../../../functions/certificates/index.ts';
import { createSettingsStore, encodeSeal, type Setting } from '../../../functions/changes/index.ts';
import { FONT_LOOKUP, fontSet } from '../../../functions/pdf/index.ts';
import { readMaterials } from '../../../functions/planning/materials.ts';
import type { PlanningDeps } from '../../../functions/planning/plan-changes.ts';
import { createPlanningStore } from '../../../functions/planning/store.ts';
import { canonicalJson } from '../../../functions/shared/canonical.ts';
import { OperatorId, type Staff } from '../../../functions/shared/http/staff.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { citySeal } from '../../../simulator/sample/sample-seal.ts';
import { openBaseFont } from '../pdf/fixtures.ts';
import { createFakeTable } from '../registry/fake-table.ts';

export const jst = (text: string): Instant => instantOf(Date.parse(`${text}+09:00`));
export const LEAD_MS = 10_000;
export const CITY = MunicipalityCode.parse('012050');
export const OTHER_CITY = MunicipalityCode.parse('012301');

export const staffOf = (municipality: MunicipalityCode, id = 'mihon-kanri'): Staff => ({
  operatorId: OperatorId.parse(id),
  municipality,
  name: '見本',
  department: '市民課',
  permissions: ['changes.read', 'changes.write'],
});

/** The table of settings, in memory, with a city that issues copies of the resident record. */
export async function planningWorld() {
  const table = createFakeTable();
  const settings = createSettingsStore({ client: table.client, table: 'staff' });
  let now = jst('2026-11-23T12:00');
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `01a2096e-0f40-70e9-a37b-${String(ids).padStart(12, '0')}`;
  };
  const seals = [
    await settings.putBlob(encodeSeal(citySeal(1))),
    await settings.putBlob(encodeSeal(citySeal(2))),
  ] as const;
  const templates = {
    copy: await settings.putBlob(canonicalJson(residentRecordTemplateData)),
    seal: await settings.putBlob(canonicalJson(sealRegistrationTemplateData)),
    nextYear: await settings.putBlob(
      canonicalJson({ ...residentRecordTemplateData, validFrom: '2027-04-01' }),
    ),
  } as const;
  const type = 'resident-record';
  for (const municipality of [CITY, OTHER_CITY])
    for (const setting of [
      { kind: 'name', scope: 'city', value: { name: '見本市' } },
      { kind: 'head', scope: 'city', value: { title: '見本市長', name: '見本　一郎', sealDigest: seals[0] } },
      { kind: 'fee', scope: type, value: { feeJpy: 300 } },
      { kind: 'template', scope: type, value: { templateDigest: templates.copy } },
    ] satisfies Setting[])
      await settings.putSetting(municipality, newId(), instantOf(0), setting);
  const store = createPlanningStore({ ...table, table: 'staff', auditTable: 'audit', settings });
  const deps: PlanningDeps = {
    store,
    materialsOf: (digests) => readMaterials(settings, digests),
    fontsOf: async () => fontSet(FONT_LOOKUP, { ipamjm: openBaseFont().pack }),
    clock: () => now,
    newId,
    leadMs: LEAD_MS,
  };
  return {
    deps,
    settings,
    table,
    seals,
    templates,
    setNow: (instant: Instant): void => {
      now = instant;
    },
    rows: (municipality: MunicipalityCode = CITY) => settings.readSettings(municipality),
    events: () => [...table.items.values()].filter(({ pk }) => String(pk).startsWith('E#')),
  };
}
