import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from '../../../scripts/local/places.ts';

/** JSON Schema, as far as the published contract uses it. A word that this does not know fails the parse. */
export type Schema =
  | {
      readonly type: 'string';
      readonly pattern?: string;
      readonly enum?: readonly string[];
      readonly minLength?: number;
      readonly maxLength?: number;
    }
  | { readonly type: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly type: 'array'; readonly maxItems?: number; readonly items: Schema }
  | {
      readonly type: 'object';
      readonly properties: Readonly<Record<string, Schema>>;
      readonly required: readonly string[];
    };

const SchemaText: z.ZodType<Schema> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('string'),
      pattern: z.string().optional(),
      enum: z.array(z.string()).optional(),
      minLength: z.number().optional(),
      maxLength: z.number().optional(),
      description: z.string().optional(),
    }),
    z.strictObject({
      type: z.literal('integer'),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      description: z.string().optional(),
    }),
    z.strictObject({
      type: z.literal('array'),
      maxItems: z.number().optional(),
      items: SchemaText,
      description: z.string().optional(),
    }),
    z.strictObject({
      type: z.literal('object'),
      properties: z.record(z.string(), SchemaText),
      required: z.array(z.string()),
      additionalProperties: z.literal(false),
      description: z.string().optional(),
    }),
  ]),
) as z.ZodType<Schema>;

const Reference = z.object({ $ref: z.string() });
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({ content: z.object({ 'application/json': z.object({ schema: Reference }) }) })
          .optional(),
        responses: z.record(z.string(), z.unknown()),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.object({ $ref: z.string(), $defs: z.record(z.string(), z.unknown()) })),
  }),
});

/** One operation of the published contract. */
export type Operation = {
  readonly method: string;
  readonly path: string;
  /** Of the body; undefined where there is none. */
  readonly schema: Schema | undefined;
  /** Every status that the contract names. */
  readonly statuses: ReadonlySet<number>;
};

/** The operations of `docs/openapi.json`, which the checks keep in step with the schemas that the functions parse by. */
export function publishedOperations(): readonly Operation[] {
  const text = readFileSync(join(PROJECT, 'docs/openapi.json'), 'utf8');
  const { paths, components } = Document.parse(JSON.parse(text));
  const last = (reference: string): string => reference.split('/').at(-1) ?? '';
  const schemaOf = (name: string): Schema => {
    const { $ref, $defs } = components.schemas[name] ?? { $ref: '', $defs: {} };
    return SchemaText.parse($defs[last($ref)]);
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, responses }]) => {
      const reference = requestBody?.content['application/json'].schema.$ref;
      return {
        method: method.toUpperCase(),
        path,
        schema: reference === undefined ? undefined : schemaOf(last(reference)),
        statuses: new Set(Object.keys(responses).map(Number)),
      };
    }),
  );
}
