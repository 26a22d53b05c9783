import { describe, expect, test } from 'vitest';
import {
  CertificateTemplate,
  type CertificateTemplateData,
  compileTemplate,
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';
import { modelFields } from '../../../functions/certificates/model-fields.ts';
import { CERTIFICATE_MODELS } from '../../../functions/certificates/models.ts';
import { residentRecordItemsTemplateData } from '../../../simulator/sample/resident-record-items.ts';

const ALL: readonly CertificateTemplateData[] = [
  residentRecordTemplateData,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
  residentRecordItemsTemplateData,
];

/** Every text of the model for which the template has a place. */
function boundTexts({ body, everyPage, lastPage }: CertificateTemplateData): ReadonlySet<string> {
  const inBody = body.blocks.flatMap(({ each: people, tables }) =>
    tables.flatMap(({ rows, foot = [] }) =>
      [...rows, ...foot].flatMap(({ each: list, cells }) => {
        const prefix = [people, list].map((name) => (name === undefined ? '' : `${name}[].`)).join('');
        return cells.flatMap(({ field }) => (field === undefined ? [] : [prefix + field]));
      }),
    ),
  );
  const slots = [...(everyPage.slots ?? []), ...(lastPage.slots ?? [])];
  return new Set([...inBody, ...slots.flatMap(({ source }) => ('fields' in source ? source.fields : []))]);
}

describe.each(ALL.map((data) => [data.id, data] as const))('the template %s', (_, data) => {
  test('is data: JSON gives it back, and it compiles', () => {
    const again: unknown = JSON.parse(JSON.stringify(data));
    expect(again).toEqual(data);
    expect(CertificateTemplate.safeParse(again).success).toBe(true);
    expect(compileTemplate(again)).toMatchObject({ ok: true });
  });

  test('is A4 portrait, with a seal of 18 mm, and fills no background', () => {
    expect(data.page).toEqual({ width: 210, height: 297 });
    expect(data.seal).toMatchObject({ width: 18, height: 18 });
    const compiled = compileTemplate(data);
    const items = compiled.ok ? compiled.value.form.layers.flat() : [];
    expect(items.length).toBeGreaterThan(4);
    expect(items.some((item) => 'fill' in item)).toBe(false);
  });

  test('has a place for every text of its model, and leaves none out', () => {
    const model = CERTIFICATE_MODELS[data.model];
    if (model === undefined) throw new Error('no model');
    const texts = [...modelFields(model.schema)].flatMap(([path, { kind }]) =>
      kind === 'text' ? [path] : [],
    );
    expect(data.notPrinted ?? []).toEqual([]);
    expect([...boundTexts(data)].sort()).toEqual(texts.sort());
  });
});
