/** What of a page is not as its template says. */
export type PaperFaultKind =
  | 'no-page'
  | 'page-size'
  | 'document-title'
  /** A static text of the template is not at its place. */
  | 'missing-label'
  /** A slot, or a row that every heading or member has, is empty or not at its place. */
  | 'missing-text'
  /** A slot says none of the texts that it can say. */
  | 'unknown-text'
  /** One field says two things at two places. */
  | 'texts-differ'
  /** A page is not numbered n/N. */
  | 'page-number'
  /** What every page repeats differs between two of them. */
  | 'pages-differ'
  /** The members do not count up from 1. */
  | 'member-number'
  /** Text that no label and no slot explains. */
  | 'unexplained-text'
  | 'missing-seal'
  /** A picture of the body is not in its place, or larger than that. */
  | 'missing-picture'
  | 'unexplained-picture';

/** `page` counts from 1; `slot` names a place of the template, never what stands there. */
export type PaperFault = { readonly kind: PaperFaultKind; readonly page: number; readonly slot?: string };

/** Carries a fault out of the nested reading; `readPaper` turns it into a value, so that it never leaves this folder. */
export class BadPaper extends Error {
  readonly fault: PaperFault;
  constructor(fault: PaperFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

export function bad(kind: PaperFaultKind, page: number, slot?: string | undefined): never {
  throw new BadPaper(slot === undefined ? { kind, page } : { kind, page, slot });
}
