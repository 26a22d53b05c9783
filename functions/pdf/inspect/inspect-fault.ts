/** Every rule that a file can break, and of what kind the fault is. */
const kinds = {
  'file-size': 'too-large',

  encryption: 'encrypted',

  /** `%PDF-1.0` to `1.7` or `2.0`, at the first byte. */
  header: 'malformed',
  /** `startxref`, a number and `%%EOF` close the file. */
  startxref: 'malformed',
  /** A cross-reference table or stream stands where `startxref`, `/Prev` or `/XRefStm` points. */
  xref: 'malformed',
  'xref-entry': 'malformed',
  'xref-stream': 'malformed',
  /** No section leads back to itself. */
  'xref-loop': 'malformed',
  /** The two halves of a hybrid section give different places to one object. */
  hybrid: 'malformed',
  trailer: 'malformed',
  /** No object number reaches the trailer's `/Size`. */
  size: 'malformed',
  syntax: 'malformed',
  /** Readers differ on which of two equal keys counts. */
  'duplicate-key': 'malformed',
  /** `N G obj` stands where the cross-reference says. */
  'object-offset': 'malformed',
  endobj: 'malformed',
  generation: 'malformed',
  stream: 'malformed',
  /** `endstream` follows the number of bytes that `/Length` says. */
  'stream-length': 'malformed',
  /** Data that its filters cannot decode. */
  'stream-data': 'malformed',
  /** A filter that is not used for objects and cross-references. */
  filter: 'malformed',
  'object-stream': 'malformed',
  'reference-loop': 'malformed',
  catalog: 'malformed',
  /** A tree of `/Pages` and `/Page`, each node once, each `/Parent` right. */
  'page-tree': 'malformed',
  /** `/Count` is the number of leaves. */
  'page-count': 'malformed',
  'page-box': 'malformed',
  rotate: 'malformed',
  'user-unit': 'malformed',
  annotations: 'malformed',
  /** Asked of doubtful files only: each object is defined once, and nothing stands between the objects. */
  'two-definitions': 'malformed',
  'stray-bytes': 'malformed',
  /** Nor does anything within them look like another object. */
  'hidden-structure': 'malformed',
  /** The strict reader cannot read the file, or reads other objects. */
  'second-reader': 'malformed',

  script: 'forbidden',
  launch: 'forbidden',
  /** Any action but a jump within the document. */
  action: 'forbidden',
  attachment: 'forbidden',
  /** Any annotation but a link within the document. */
  annotation: 'forbidden',
  form: 'forbidden',
  layer: 'forbidden',
  media: 'forbidden',
  /** Data or pictures that are fetched from another file. */
  'external-file': 'forbidden',
  postscript: 'forbidden',
  /** A picture that is shown and another one that is printed, or a page of which another part is printed. */
  'print-differs': 'forbidden',

  'no-page': 'no-page',

  'not-a4': 'page-size',

  /** Work or memory that a certificate never needs. */
  pages: 'limit',
  revisions: 'limit',
  objects: 'limit',
  nesting: 'limit',
  'name-length': 'limit',
  'syntax-bytes': 'limit',
  values: 'limit',
  'inflated-bytes': 'limit',
  /** A doubtful file that is too much for the strict reader. */
  'second-reader-size': 'limit',
} as const;

export type InspectRule = keyof typeof kinds;
export type InspectFaultKind = (typeof kinds)[InspectRule];
export const inspectRules = Object.keys(kinds) as readonly InspectRule[];

/** Objects by their number, pages from 1. */
export type InspectPlace =
  | 'file'
  | 'cross-reference'
  | 'trailer'
  | 'catalog'
  | `object ${number}`
  | `page ${number}`;

/** A place as the readers pass it on: objects by their bare number, of which there are many. */
export type Place = InspectPlace | number;

/** Why a file is refused. Names a place and a rule, never anything that the document says. */
export type InspectFault = {
  readonly kind: InspectFaultKind;
  readonly where: InspectPlace;
  readonly rule: InspectRule;
  /** What was irregular, where the strict reader has decided. */
  readonly doubt?: InspectRule;
};

/**
 * Carries a fault out of the nested readers; `inspectPdf` turns it into a `Result`, so it never leaves this folder.
 * A doubt is irregular, but may be harmless: the strict reader is asked.
 */
export class InspectStop extends Error {
  readonly fault: InspectFault;
  readonly isDoubt: boolean;

  constructor(rule: InspectRule, place: Place, isDoubt: boolean) {
    const where = typeof place === 'number' ? (`object ${place}` as const) : place;
    super(`${where}: ${rule}`);
    this.fault = { kind: kinds[rule], where, rule };
    this.isDoubt = isDoubt;
  }
}

export function refuse(rule: InspectRule, where: Place): never {
  throw new InspectStop(rule, where, false);
}

export function doubt(rule: InspectRule, where: Place): never {
  throw new InspectStop(rule, where, true);
}
