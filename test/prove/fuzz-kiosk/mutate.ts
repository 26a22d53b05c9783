import type { Random } from '../../../simulator/sample/random.ts';
import type { Schema } from './openapi.ts';

/** A body as it goes out. `breaks`: that the contract forbids it; what is not known to break it may be answered in any way. */
export type Body = { readonly bytes: Uint8Array; readonly how: string; readonly breaks: boolean | undefined };

type Place = {
  readonly path: readonly (string | number)[];
  readonly schema: Schema;
  readonly required: boolean;
};

const utf8 = new TextEncoder();
const bytesOf = (value: unknown): Uint8Array => utf8.encode(JSON.stringify(value));

/** Text that has led parsers astray before. */
const STRANGE = [
  '',
  '\u0000',
  '\ud800',
  '\u202e',
  '𠮷\u{e0100}',
  "' OR 1=1 --",
  '%24%7Bjndi:ldap%7D',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '012050#012301',
  'R#012050',
  '一'.repeat(5_000),
  'a'.repeat(20_000),
] as const;

/** All places of a value of this schema, itself first. */
function placesOf(
  schema: Schema,
  path: readonly (string | number)[] = [],
  required = true,
): readonly Place[] {
  const own: Place = { path, schema, required };
  switch (schema.type) {
    case 'object':
      return [
        own,
        ...Object.entries(schema.properties).flatMap(([name, inner]) =>
          placesOf(inner, [...path, name], schema.required.includes(name)),
        ),
      ];
    case 'array':
      return [own, ...placesOf(schema.items, [...path, 0])];
    case 'string':
    case 'integer':
      return [own];
  }
}

/** The value with another one at that place; the root is the value itself. */
function put(value: unknown, [step, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (step === undefined) return other;
  if (typeof step === 'number') return [put(undefined, rest, other)];
  const object = typeof value === 'object' && value !== null ? value : {};
  const inner = (object as Record<string, unknown>)[step];
  return { ...object, [step]: put(inner, rest, other) };
}

function without(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (typeof value !== 'object' || value === null || typeof step !== 'string') return value;
  const { [step]: inner, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [step]: without(inner, rest) };
}

const WRONG_TYPES: Readonly<Record<Schema['type'], readonly unknown[]>> = {
  object: [null, [], 'text', 7, true],
  array: [null, {}, 'text', 7, { length: 1 }],
  string: [null, 7, [], {}, true],
  integer: [null, '1', [], {}, 1.5, true, 1e300],
};

/** A value of the right type that the schema forbids; undefined where it forbids none. */
function beyond(schema: Schema, random: Random): unknown {
  switch (schema.type) {
    case 'string':
      return schema.enum !== undefined || schema.pattern !== undefined || schema.maxLength !== undefined
        ? 'ã'.repeat(1 + (schema.maxLength ?? random.integer(0, 60)))
        : undefined;
    case 'integer':
      if (schema.minimum === undefined || schema.maximum === undefined) return undefined;
      return random.chance(0.5) ? schema.minimum - 1 : schema.maximum + 1;
    case 'array':
      return schema.maxItems === undefined
        ? undefined
        : Array.from({ length: schema.maxItems + 1 }, () => 'x');
    case 'object':
      return undefined;
  }
}

/** One hostile body made of a sound one, guided by the schema. */
export function hostileBody(sound: unknown, schema: Schema, random: Random): Body {
  const places = placesOf(schema);
  const place = random.pick(places);
  const at = place.path.join('.') || '(whole)';
  switch (random.pick(['wrong-type', 'missing', 'unknown', 'beyond', 'strange', 'raw', 'raw'] as const)) {
    case 'wrong-type': {
      const value = random.pick(WRONG_TYPES[place.schema.type]);
      return { bytes: bytesOf(put(sound, place.path, value)), how: `wrong type at ${at}`, breaks: true };
    }
    case 'missing':
      return place.path.length === 0 || place.path.includes(0)
        ? { bytes: bytesOf({}), how: 'empty object', breaks: true }
        : {
            bytes: bytesOf(without(sound, place.path)),
            how: `missing ${at}`,
            breaks: place.required,
          };
    case 'unknown': {
      const name = random.pick(['__proto__', 'constructor', 'extra', 'Municipality', ' requestId']);
      const text = JSON.stringify(sound).replace(/}$/, `,${JSON.stringify(name)}:{"a":1}}`);
      // JSON.parse gives `__proto__` as a property of its own, which the contract does not know either.
      return { bytes: utf8.encode(text), how: `unknown ${name}`, breaks: true };
    }
    case 'beyond': {
      const value = beyond(place.schema, random);
      if (value === undefined) return { bytes: bytesOf([]), how: 'empty array', breaks: true };
      return { bytes: bytesOf(put(sound, place.path, value)), how: `beyond ${at}`, breaks: true };
    }
    case 'strange': {
      const value = random.pick(STRANGE);
      return { bytes: bytesOf(put(sound, place.path, value)), how: `strange at ${at}`, breaks: false };
    }
    case 'raw':
      return rawBody(sound, random);
  }
}

/** Bytes that are no JSON, or JSON that readers take in different ways. */
function rawBody(sound: unknown, random: Random): Body {
  const text = JSON.stringify(sound);
  const whole = utf8.encode(text);
  const raw = (how: string, bytes: Uint8Array, breaks: boolean = true): Body => ({
    bytes,
    how,
    breaks,
  });
  switch (random.integer(0, 9)) {
    case 0:
      return raw('no body', new Uint8Array());
    case 1:
      return raw('truncated', whole.subarray(0, random.integer(1, whole.length - 1)));
    case 2:
      return raw(
        'a byte that is no UTF-8',
        Uint8Array.from([...whole.subarray(0, -2), 0xff, ...whole.subarray(-2)]),
      );
    case 3:
      return raw('NUL bytes', new Uint8Array(64));
    case 4:
      return raw('a byte order mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...whole]), false);
    case 5:
      return raw('UTF-16', Uint8Array.from(Buffer.from(text, 'utf16le')));
    case 6:
      return raw('nested deep', utf8.encode('['.repeat(7_000) + ']'.repeat(7_000)));
    case 7:
      return raw(
        'too large',
        utf8.encode(JSON.stringify({ a: 'x'.repeat(random.integer(17_000, 200_000)) })),
      );
    case 8:
      return raw('a name twice', utf8.encode(text.replace(/^\{/, '{"municipality":"999999",')), false);
    default:
      return raw('two values', utf8.encode(text + text));
  }
}
