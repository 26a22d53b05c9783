import { modelFields } from '../model-fields.ts';
import { CERTIFICATE_MODELS, type CertificateModel } from '../models.ts';
import { bindText, type Check, type TemplateFault } from './check.ts';
import { checkBody } from './check-body.ts';
import { checkPage } from './check-page.ts';
import { checkReading } from './check-reading.ts';
import { type CertificateTemplate, type FixedSlot, LAYERS } from './template.ts';

/** What the reader of a finished certificate asks every one for. */
const REQUIRED = ['certification', 'issuedOn', 'head', 'certificateNumber'];

/**
 * All that the schema alone cannot see: bindings to fields that exist, every text of the model bound or left out by
 * name, everything within its place on the page, and a page from which what it says can be read back.
 */
export function checkTemplate(template: CertificateTemplate): readonly TemplateFault[] {
  const faults: TemplateFault[] = [];
  const report = (at: string, detail: string): void => void faults.push({ at, detail });
  const model = CERTIFICATE_MODELS[template.model];
  if (model === undefined) return [{ at: 'model', detail: `no model ${template.model}` }];
  const check: Check = { template, fields: modelFields(model.schema), report, printed: new Set() };
  checkStyles(check);
  for (const layer of LAYERS) {
    for (const [index, slot] of template[layer].slots.entries())
      checkSlot(check, `${layer}.slots[${index}]`, slot);
  }
  for (const slot of template.otherPages.slots) {
    if (!('page' in slot.source)) report('otherPages.slots', `${slot.id} would not be on every certificate`);
  }
  checkNames(check);
  checkBody(check);
  checkPrinted(check, model);
  const { validFrom, validUntil } = template;
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom)
    report('validUntil', `before ${validFrom}`);
  checkPage(check);
  // what has no place cannot be looked for there
  if (faults.length === 0) checkReading(check);
  return faults;
}

function checkStyles({ template, report }: Check): void {
  for (const [name, { sizes }] of Object.entries(template.styles)) {
    if (sizes.some((size, index) => index > 0 && size >= (sizes[index - 1] ?? 0))) {
      report(`styles.${name}.sizes`, 'must go down');
    }
  }
}

function checkSlot(check: Check, at: string, slot: FixedSlot): void {
  const { template, fields, report } = check;
  if (template.styles[slot.style] === undefined) report(at, `no style ${slot.style}`);
  if ('fields' in slot.source) for (const path of slot.source.fields) bindText(check, at, path);
  else if ('choose' in slot.source) {
    const { field: path, texts } = slot.source.choose;
    const field = fields.get(path);
    if (field?.kind !== 'choice') report(at, `no choice ${path}`);
    else if (field.values.some((value) => texts[value] === undefined))
      report(at, `not every ${path} has a text`);
  }
}

function checkNames({ template, report }: Check): void {
  const fixed = LAYERS.flatMap((layer) => [
    ...template[layer].slots.map(({ id }) => id),
    ...template[layer].texts.flatMap(({ id }) => id ?? []),
  ]);
  const names = [...fixed, ...template.body.blocks.map(({ id }) => id)];
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) < index)))
    report('id', `two places called ${name}`);
  for (const name of REQUIRED) if (!fixed.includes(name)) report('id', `no slot or text ${name}`);
  if (template.otherPages.texts.some(({ id }) => id !== undefined))
    report('otherPages.texts', 'a text with an id would not be on every certificate');
}

function checkPrinted(
  { template, fields, printed, report }: Check,
  { subjects, optional }: CertificateModel,
): void {
  const leftOut = new Set(template.notPrinted);
  const free = new Set(optional);
  for (const [path, { kind }] of fields) {
    if (kind === 'text' && !printed.has(path) && !leftOut.has(path) && !free.has(path))
      report('notPrinted', `${path} has no slot`);
  }
  const identity = ['fullName', 'dateOfBirth'].map((field) =>
    subjects === undefined ? field : `${subjects}[].${field}`,
  );
  for (const path of leftOut) {
    if (fields.get(path)?.kind !== 'text') report('notPrinted', `no field ${path}`);
    else if (identity.includes(path))
      report('notPrinted', `without ${path} nobody can tell whose certificate it is`);
  }
}
