import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFParser,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { refuse } from './inspect-fault.ts';
import { type Budget, budgetOf, type InspectLimits } from './limits.ts';
import { scanFile } from './scan-file.ts';
import type { Dict, ObjectSource, PdfString, Ref, Value } from './values.ts';

/** That reader goes through the file a second time, with two to three times the work for each value. */
export const strictBudget = (limits: InspectLimits): Budget =>
  budgetOf({
    ...limits,
    syntaxBytes: Math.min(limits.syntaxBytes, 512 * 1024),
    values: Math.min(limits.values, 50_000),
  });

const refOf = ({ objectNumber, generationNumber }: PDFRef): Ref => ({
  kind: 'ref',
  number: objectNumber,
  generation: generationNumber,
});

function dictOf(dict: PDFDict): Dict {
  const values = new Map<string, Value>();
  for (const [key, value] of dict.entries()) values.set(key.decodeText(), converted(value));
  return values;
}

function stringOf(text: PDFString | PDFHexString): PdfString {
  const source = Buffer.from(text.asString(), 'latin1');
  return { kind: 'string', source, start: 0, end: source.length, hex: text instanceof PDFHexString };
}

/** A value of pdf-lib's as one of ours; it is as deep as the scan has found it. */
function converted(object: PDFObject): Value {
  if (object instanceof PDFName) return object.decodeText();
  if (object instanceof PDFNumber) return object.asNumber();
  if (object instanceof PDFRef) return refOf(object);
  if (object instanceof PDFDict) return dictOf(object);
  if (object instanceof PDFArray) return object.asArray().map(converted);
  if (object instanceof PDFString || object instanceof PDFHexString) return stringOf(object);
  if (object instanceof PDFRawStream) {
    return { kind: 'stream', dict: dictOf(object.dict), data: object.contents };
  }
  if (object instanceof PDFBool) return object.asBoolean();
  return object === PDFNull ? null : refuse('second-reader', 'file');
}

/** pdf-lib throws errors of many kinds, and each of them only says that it cannot read the file. */
async function parsed(bytes: Uint8Array): Promise<PDFContext | undefined> {
  try {
    return await PDFParser.forBytesWithOptions(bytes, Number.POSITIVE_INFINITY, true).parseDocument();
  } catch {
    return undefined;
  }
}

/**
 * Opens a doubtful file with pdf-lib, which goes through it from front to back. Only after `scanFile` has done so, too,
 * and only if both have met the same objects.
 */
export async function openStrictly(bytes: Uint8Array, budget: Budget): Promise<ObjectSource> {
  const { version, numbers, root } = scanFile(bytes, budget);
  const context = await parsed(bytes);
  if (context === undefined) return refuse('second-reader', 'file');
  const objects = context.enumerateIndirectObjects();
  const same = objects.every(([ref]) => ref.generationNumber === 0 && numbers.has(ref.objectNumber));
  if (!same || objects.length !== numbers.size) refuse('second-reader', 'file');
  const { Root, Info } = context.trailerInfo;
  if (!(Root instanceof PDFRef) || Root.objectNumber !== root.number) refuse('second-reader', 'trailer');
  const values = new Map(objects.map(([ref, object]) => [ref.objectNumber, converted(object)]));
  return {
    version,
    trailer: new Map<string, Value>([
      ['Root', root],
      ['Info', Info === undefined ? null : converted(Info)],
    ]),
    load: ({ number, generation }) => (generation === 0 ? (values.get(number) ?? null) : null),
  };
}
