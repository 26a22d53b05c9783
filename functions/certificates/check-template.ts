import { type ModelField, modelFields } from './model-fields.ts';
import { CERTIFICATE_MODELS } from './models.ts';
import type { CertificateTemplate, FixedSlot, Row } from './template.ts';

/** What is wrong with a template; `at` is a path in it, `detail` for whoever wrote it. */
export type TemplateFault = { readonly at: string; readonly detail: string };

/** Two texts of this difference in size (points) are told apart in the finished bytes. */
const SIZE_STEP = 0.1;

/**
 * All that the schema alone cannot see: bindings to fields that exist, every text of the model bound or left out by
 * name, cells that fill their row, and labels by which a reader of the finished page finds each row again.
 */
export function checkTemplate(template: CertificateTemplate): readonly TemplateFault[] {
  const faults: TemplateFault[] = [];
  const report = (at: string, detail: string): void => void faults.push({ at, detail });
  const schema = CERTIFICATE_MODELS[template.model];
  if (schema === undefined) return [{ at: 'model', detail: `no model ${template.model}` }];
  const fields = modelFields(schema);
  const printed = new Set(template.notPrinted);
  const check: Check = { template, fields, report, printed };
  checkStyles(check);
  for (const layer of ['everyPage', 'lastPage', 'otherPages'] as const) {
    for (const [index, slot] of template[layer].slots.entries())
      checkSlot(check, `${layer}.slots[${index}]`, slot);
  }
  checkUnique(check);
  checkRows(check, 'heading', template.heading.rows, '', template.body.width);
  const width = template.body.width - template.members.ordinal.width;
  checkRows(check, 'members', template.members.rows, `${template.members.each}[].`, width);
  for (const [path, field] of fields) {
    if (field.kind === 'text' && !printed.has(path)) report('notPrinted', `${path} has no slot`);
  }
  for (const path of template.notPrinted) if (!fields.has(path)) report('notPrinted', `no field ${path}`);
  const { body } = template;
  if (!(body.top < body.lastBottom && body.lastBottom <= body.bottom))
    report('body', 'top < lastBottom ≤ bottom');
  return faults;
}

type Check = {
  readonly template: CertificateTemplate;
  readonly fields: ReadonlyMap<string, ModelField>;
  readonly report: (at: string, detail: string) => void;
  readonly printed: Set<string>;
};

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
  if ('fields' in slot.source) {
    for (const path of slot.source.fields) bindText(check, at, path);
    if (slot.source.fields.length > 1 && template.styles[slot.style]?.maxLines !== 1) {
      report(at, 'several fields stand on one line only');
    }
  } else if ('choose' in slot.source) {
    const { field: path, texts } = slot.source.choose;
    const field = fields.get(path);
    if (field?.kind !== 'choice') report(at, `no choice ${path}`);
    else if (field.values.some((value) => texts[value] === undefined))
      report(at, `not every ${path} has a text`);
  }
}

function checkUnique({ template, report }: Check): void {
  const ids = [...template.everyPage.slots, ...template.lastPage.slots, ...template.otherPages.slots].map(
    ({ id }) => id,
  );
  if (new Set(ids).size < ids.length) report('slots', 'two slots with one id');
}

function checkRows(check: Check, at: string, rows: readonly Row[], prefix: string, width: number): void {
  const { template, fields, report } = check;
  const cellSizes = new Set<number>();
  for (const [index, row] of rows.entries()) {
    const place = `${at}.rows[${index}]`;
    if (row.when !== undefined) {
      const field = fields.get(prefix + row.when.field);
      if (field === undefined) report(place, `no field ${prefix}${row.when.field}`);
      else if (field.kind === 'choice' && !field.values.includes(row.when.is ?? ''))
        report(place, 'never shown');
    }
    const filled = row.cells.reduce((sum, cell) => sum + cell.width, 0);
    if (Math.abs(filled - width) > 0.001) report(place, `cells of ${filled} mm in ${width} mm`);
    for (const cell of row.cells) {
      bindText(check, place, prefix + cell.field);
      const style = template.styles[cell.style];
      if (style === undefined) report(place, `no style ${cell.style}`);
      for (const size of style?.sizes ?? []) cellSizes.add(size);
      if (cell.width - cell.labelWidth <= 2 * template.padding) report(place, 'a cell without room');
      if (cell.askedBy !== undefined && !isOption(check, cell.askedBy))
        report(place, `no option ${cell.askedBy}`);
    }
  }
  // a label and a value must never be mistaken for each other: their sizes tell them apart
  for (const size of cellSizes) {
    if (Math.abs(size - template.labels.size) < SIZE_STEP) report('labels.size', `also a value's: ${size}`);
  }
  checkLabels(at, rows, report);
}

/** A row is found again by its labels, so none may have another row's labels among its own. */
function checkLabels(at: string, rows: readonly Row[], report: Check['report']): void {
  const places = rows.map((row) => {
    let left = 0;
    return row.cells.map((cell) => {
      const place = `${left}:${cell.label}`;
      left += cell.width;
      return place;
    });
  });
  for (const [index, mine] of places.entries()) {
    for (const [other, theirs] of places.entries()) {
      if (index !== other && theirs.every((place) => mine.includes(place))) {
        report(`${at}.rows[${index}]`, `has the labels of row ${other}`);
      }
    }
  }
}

function bindText({ fields, report, printed }: Check, at: string, path: string): void {
  if (fields.get(path)?.kind !== 'text') report(at, `no text ${path}`);
  printed.add(path);
}

function isOption({ fields }: Check, option: string): boolean {
  const options = fields.get('options[]');
  return options?.kind === 'choice' && options.values.includes(option);
}
