import { z } from 'zod';

/** A value that JSON holds, as a template sees a model. */
export type ModelData = { readonly [field: string]: unknown };

/** What a template may bind: a text that has to be printed somewhere, a choice with its values, or a list of such. */
export type ModelField =
  | { readonly kind: 'text' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list' };

/**
 * The fields of a model's schema by path: `head.name`, `subjects` (a list), `subjects[].fullName`. Lists of choices
 * (`options`) appear as `options[]`. Numbers, hashes and literals are no fields: nothing prints them.
 */
export function modelFields(schema: z.ZodType): ReadonlyMap<string, ModelField> {
  const fields = new Map<string, ModelField>();
  const visit = (part: unknown, path: string): void => {
    if (part instanceof z.ZodOptional) visit(part.unwrap(), path);
    else if (part instanceof z.ZodArray) {
      if (part.element instanceof z.ZodObject) fields.set(path, { kind: 'list' });
      visit(part.element, `${path}[]`);
    } else if (part instanceof z.ZodString) fields.set(path, { kind: 'text' });
    else if (part instanceof z.ZodEnum)
      fields.set(path, { kind: 'choice', values: part.options.map(String) });
    else if (part instanceof z.ZodObject) {
      for (const [key, inner] of Object.entries(part.shape))
        visit(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  visit(schema, '');
  return fields;
}

/** A bound field, its path split once. */
export type FieldPath = { readonly path: string; readonly steps: readonly string[] };

export const fieldPath = (path: string): FieldPath => ({ path, steps: path.split('.') });

/** The text at a path, undefined where none is recorded. */
export function textAt(data: ModelData, path: FieldPath): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

/** The elements of a list, in printed order. */
export function elementsAt(data: ModelData, path: FieldPath): readonly ModelData[] {
  const value = valueAt(data, path);
  return Array.isArray(value) ? value.filter(isData) : [];
}

/** Whether a choice was made; a model lists them in `options`. */
export function isAsked(data: ModelData, option: string): boolean {
  const options = data['options'];
  return Array.isArray(options) && options.includes(option);
}

function valueAt(data: ModelData, { steps }: FieldPath): unknown {
  let value: unknown = data;
  for (const step of steps) value = isData(value) ? value[step] : undefined;
  return value;
}

function isData(value: unknown): value is ModelData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
