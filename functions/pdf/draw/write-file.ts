import { type ByteSheet, makeRoom, putBytes, putText, putWhole } from './byte-sheet.ts';
import type { FileDescription } from './document.ts';

const HEADER = Uint8Array.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', (sign) => sign.charCodeAt(0));
const DIGITS = 10;

/** A cross-reference entry: ten digits, then the same letters for all. */
function putEntry(out: ByteSheet, offset: number): void {
  let rest = offset;
  for (let digit = DIGITS - 1; digit >= 0; digit--) {
    out.bytes[out.at + digit] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  out.at += DIGITS;
  putText(out, ' 00000 n \n');
}

/**
 * Writes the file: header, objects in order, cross-reference table, trailer. Answers bytes of their own.
 * @param out scratch memory
 */
export function writeFile(out: ByteSheet, { objects, id }: FileDescription): Uint8Array {
  out.at = 0;
  putBytes(out, HEADER);
  const offsets: number[] = [];
  for (const [index, { dict, stream }] of objects.entries()) {
    offsets.push(out.at);
    makeRoom(out, 32);
    putWhole(out, index + 1);
    putText(out, ' 0 obj\n<<');
    putText(out, dict);
    if (stream !== undefined) {
      putText(out, ' /Length ');
      makeRoom(out, 16);
      putWhole(out, stream.length);
      putText(out, '>>\nstream\n');
      putBytes(out, stream);
      putText(out, '\nendstream\nendobj\n');
    } else putText(out, '>>\nendobj\n');
  }
  const table = out.at;
  makeRoom(out, (objects.length + 1) * 20 + 64);
  putText(out, `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) putEntry(out, offset);
  putText(
    out,
    `trailer\n<</Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R /ID [<${id}> <${id}>]>>\nstartxref\n${table}\n%%EOF\n`,
  );
  return out.bytes.slice(0, out.at);
}
