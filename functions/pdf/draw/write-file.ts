import type { FileDescription, FileObject } from './document.ts';

const HEADER = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
const STREAM_END = '\nendstream\nendobj\n';

/** An object up to its stream; all of it where it has none. */
function headOf({ dict, stream }: FileObject, number: number): string {
  const begin = `${number} 0 obj\n<<${dict}`;
  return stream === undefined ? `${begin}>>\nendobj\n` : `${begin} /Length ${stream.length}>>\nstream\n`;
}

/** Cross-reference table and trailer of a file whose objects begin at `offsets` and end at `end`. */
function tailOf(offsets: readonly number[], end: number, id: string): string {
  const count = offsets.length + 1;
  let tail = `xref\n0 ${count}\n0000000000 65535 f \n`;
  for (const offset of offsets) tail += `${String(offset).padStart(10, '0')} 00000 n \n`;
  return `${tail}trailer\n<</Size ${count} /Root 1 0 R /Info 3 0 R /ID [<${id}> <${id}>]>>\nstartxref\n${end}\n%%EOF\n`;
}

/** Writes the file into bytes of its own: header, objects in order, cross-reference table, trailer. */
export function writeFile({ objects, id }: FileDescription): Uint8Array {
  const heads: string[] = [];
  const offsets: number[] = [];
  let end = HEADER.length;
  for (const object of objects) {
    const head = headOf(object, heads.length + 1);
    heads.push(head);
    offsets.push(end);
    end += head.length + (object.stream === undefined ? 0 : object.stream.length + STREAM_END.length);
  }
  const tail = tailOf(offsets, end, id);
  // not filled with zeros: every byte of it is written, or the length below is another
  const out = Buffer.allocUnsafeSlow(end + tail.length);
  let at = 0;
  // one text from stream to stream: each write leaves JavaScript
  let text = HEADER;
  for (let index = 0; index < objects.length; index++) {
    text += heads[index] ?? '';
    const stream = objects[index]?.stream;
    if (stream === undefined) continue;
    at += out.write(text, at, 'latin1');
    out.set(stream, at);
    at += stream.length;
    text = STREAM_END;
  }
  at += out.write(text + tail, at, 'latin1');
  if (at !== out.length) throw new Error('a file of another length than was worked out');
  return new Uint8Array(out.buffer);
}
