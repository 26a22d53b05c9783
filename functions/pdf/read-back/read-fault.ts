/** Why a file is not one that this project's drawing makes. Never holds text of the document. */
export type ReadFault = {
  readonly kind: /** Not a PDF of the one form that is written here, or damaged. */
    | 'malformed'
    | 'encrypted'
    /** Well formed, but something that is never drawn: an unknown operator, key, object, or order. */
    | 'unexpected'
    /** A code is shown that the font's ToUnicode map does not list. */
    | 'unmapped-code'
    /** Something that was read does not show: it is painted over, lies in the dark, or off the page. */
    | 'hidden';
  /** `file`, `object 7`, `page 1` (pages count from 1). */
  readonly where: string;
  readonly detail: string;
};

/** Carries a fault out of the nested parsers; `readBack` turns it into a `Result`. */
export class BadPdf extends Error {
  readonly fault: ReadFault;

  constructor(fault: ReadFault) {
    super(`${fault.where}: ${fault.detail}`);
    this.fault = fault;
  }
}

export function reject(kind: ReadFault['kind'], where: string, detail: string): never {
  throw new BadPdf({ kind, where, detail });
}
