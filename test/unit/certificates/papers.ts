import {
  type CertificateTemplateData,
  type CompiledTemplate,
  compileTemplate,
  type FinishedPages,
  layOut,
  type SizedPicture,
  sampleSeal,
  sealRegistrationTemplateData,
  taxAndIncomeTemplateData,
} from '../../../functions/certificates/index.ts';
import type { DisplayList } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { residentRecordItemsTemplateData } from '../../../simulator/sample/resident-record-items.ts';
import { asReadBack, copyOf, foreign, household, japanese, measure, seal, template } from './fixtures.ts';
import { sealExamples, taxExamples } from './sample-models.ts';

const MM = 72 / 25.4;

export const compiled = (data: CertificateTemplateData): CompiledTemplate => unwrap(compileTemplate(data));

export const sealTemplate = compiled(sealRegistrationTemplateData);
export const taxTemplate = compiled(taxAndIncomeTemplateData);
export const itemsTemplate = compiled(residentRecordItemsTemplateData);

/** 印影 of a physical size, in millimetres. */
export const impressionOf = (width: number, height = width): SizedPicture => ({
  image: { ...sampleSeal(), ink: [0, 0, 0] },
  width: width * MM,
  height: height * MM,
});

export type Model = Parameters<typeof layOut>[1];
export type Example = { readonly name: string; readonly template: CompiledTemplate; readonly model: Model };

const attached = { seal, tag: 'request-tag-1', pictures: { impression: impressionOf(18) } };

export const laidOutBy = ({ template, model }: Omit<Example, 'name'>, pictures = attached.pictures) =>
  layOut(template, model, { ...attached, pictures }, measure);

export const listOf = (example: Omit<Example, 'name'>): DisplayList => unwrap(laidOutBy(example));
export const paperOf = (example: Omit<Example, 'name'>): FinishedPages => asReadBack(listOf(example));

const copies = (by: CompiledTemplate, name: string): readonly Example[] =>
  [1, 2, 5, 20].map((size) => ({
    name: `${name} of ${size}`,
    template: by,
    model: copyOf({
      subjects: [japanese, foreign, ...household(size).slice(2)].slice(0, size),
      scope: size === 1 ? 'individual' : 'household',
      options: ['relationship', 'domicile', 'residency'],
    }),
  }));

/** Every template with short, long and other models. */
export const examples = (count: number): readonly Example[] => [
  ...copies(template, 'a copy'),
  ...copies(itemsTemplate, 'an account of items'),
  ...sealExamples('papers', count).map((model, index) => ({
    name: `a seal certificate, ${index}`,
    template: sealTemplate,
    model,
  })),
  ...taxExamples('papers', count).map((model, index) => ({
    name: `a tax certificate, ${index}`,
    template: taxTemplate,
    model,
  })),
];
