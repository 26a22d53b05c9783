import { refuse } from './inspect-fault.ts';

/** The header has to begin within the first bytes of a file. */
const headLength = 1024;

/** The version that the header names, and where it stands. Up to 1.7, or 2.0. */
export function readHeader(bytes: Uint8Array): { readonly offset: number; readonly version: string } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headLength)).toString(
    'latin1',
  );
  const found = /%PDF-(1\.[0-7]|2\.0)(?=[\r\n])/.exec(head);
  const version = found?.[1];
  // a second `%PDF-` before it is no header either
  if (found === null || version === undefined || head.indexOf('%PDF-') !== found.index) {
    return refuse('header', 'file');
  }
  return { offset: found.index, version };
}
