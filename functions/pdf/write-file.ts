import { createHash } from 'node:crypto';
import {
  type PDFContext,
  PDFCrossRefSection,
  type PDFDict,
  PDFHexString,
  PDFObject,
  type PDFRef,
  PDFTrailer,
  PDFTrailerDict,
} from 'pdf-lib';

/**
 * A name that is written as it stands: ASCII letters, digits, '+' and '-'. `PDFName` keeps every name it ever met
 * for the life of the process; a name made for one document must not outlive it.
 */
export class PassingName extends PDFObject {
  readonly #text: string;

  constructor(name: string) {
    super();
    this.#text = `/${name}`;
  }

  override clone(): PassingName {
    return this;
  }

  override toString(): string {
    return this.#text;
  }

  override sizeInBytes(): number {
    return this.#text.length;
  }

  override copyBytesInto(buffer: Uint8Array, offset: number): number {
    for (let index = 0; index < this.#text.length; index++)
      buffer[offset + index] = this.#text.charCodeAt(index);
    return this.#text.length;
  }
}

/**
 * The finished file: header, objects in order, cross-reference table, trailer. `/ID` is the hash of all that goes
 * before the table. pdf-lib's own writer is not used because it gives control away between objects (it is
 * asynchronous), and because it has to know `/ID` before it has written anything.
 */
export function writeFile(context: PDFContext, root: PDFRef, info: PDFRef): Uint8Array {
  const objects = context.enumerateIndirectObjects();
  const xref = PDFCrossRefSection.create();
  const framed: { readonly label: string; readonly object: PDFObject }[] = [];
  let size = context.header.sizeInBytes() + 1;
  for (const [ref, object] of objects) {
    xref.addEntry(ref, size);
    const label = `${ref.objectNumber} ${ref.generationNumber} obj\n`;
    framed.push({ label, object });
    size += label.length + object.sizeInBytes() + '\nendobj\n'.length;
  }
  const trailerOf = (id: string): PDFDict => {
    const part = PDFHexString.of(id);
    return context.obj({ Size: objects.length + 1, Root: root, Info: info, ID: [part, part] });
  };
  const tailOf = (id: string): string =>
    `${xref}${PDFTrailerDict.of(trailerOf(id))}\n${PDFTrailer.forLastCrossRefSectionOffset(size)}\n`;
  const file = new Uint8Array(size + tailOf('0'.repeat(32)).length);
  const writer = Buffer.from(file.buffer);
  let at = context.header.copyBytesInto(file, 0);
  at += writer.write('\n', at, 'latin1');
  for (const { label, object } of framed) {
    at += writer.write(label, at, 'latin1');
    at += object.copyBytesInto(file, at);
    at += writer.write('\nendobj\n', at, 'latin1');
  }
  const id = createHash('sha256').update(file.subarray(0, size)).digest('hex').slice(0, 32);
  writer.write(tailOf(id), size, 'latin1');
  return file;
}
