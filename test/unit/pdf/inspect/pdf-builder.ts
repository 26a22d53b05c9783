import { deflateSync } from 'node:zlib';

/** An object of a file made by hand: its text, or a stream's dictionary without `/Length`, and data. */
export type Part = string | { readonly dict: string; readonly data: Uint8Array | string };
export type Parts = Readonly<Record<number, Part>>;

export type FileForm = {
  readonly header?: string;
  /** Entries of the trailer beside `/Size` and `/Prev`. */
  readonly trailer?: string;
  /** A table (default), a cross-reference stream, or a table whose other half is a stream. */
  readonly xref?: 'table' | 'stream' | 'hybrid';
  /** Objects that go into one object stream; for `stream` and `hybrid`. */
  readonly packed?: readonly number[];
  /** PNG predictor of the cross-reference stream. */
  readonly predictor?: boolean;
  readonly lineEnd?: '\n' | '\r\n';
  /** Says something else of an object than where it is. */
  readonly place?: (number: number, entry: Entry) => Entry;
};

/** As in a cross-reference stream: 0 free, 1 offset and generation, 2 object stream and index. */
export type Entry = readonly [type: number, second: number, third: number];

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A stream whose data is deflated. */
export const deflated = (dict: string, data: Uint8Array | string): Part => ({
  dict: `${dict} /Filter /FlateDecode`,
  data: deflateSync(typeof data === 'string' ? latin(data) : data),
});

const objectText = (number: number, part: Part, end: string): Buffer => {
  if (typeof part === 'string') return latin(`${number} 0 obj${end}${part}${end}endobj${end}`);
  const data = typeof part.data === 'string' ? latin(part.data) : part.data;
  const length = /\/Length\b/.test(part.dict) ? '' : `/Length ${data.length}`;
  return Buffer.concat([
    latin(`${number} 0 obj${end}<< ${part.dict} ${length} >>${end}stream${end}`),
    data,
    latin(`${end}endstream${end}endobj${end}`),
  ]);
};

/** Object numbers as runs that follow one another. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers.toSorted((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}

function tableOf(entries: ReadonlyMap<number, Entry>, end: string): string {
  const line = ([type, offset, generation]: Entry): string => {
    const ending = end === '\n' ? ' \n' : end;
    const place = `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')}`;
    return `${place} ${type === 1 ? 'n' : 'f'}${ending}`;
  };
  const sections = runsOf([...entries.keys()]).map((run) => {
    const lines = run.map((number) => line(entries.get(number) ?? [0, 0, 0]));
    return `${run[0]} ${run.length}${end}${lines.join('')}`;
  });
  return `xref${end}${sections.join('') || `0 0${end}`}`;
}

function xrefStream(entries: ReadonlyMap<number, Entry>, trailer: string, predictor: boolean): Part {
  const runs = runsOf([...entries.keys()]);
  const rows = runs.flat().map((number) => {
    const [type, second, third] = entries.get(number) ?? [0, 0, 0];
    const row = Buffer.alloc(7);
    row.writeUInt8(type, 0);
    row.writeUInt32BE(second, 1);
    row.writeUInt16BE(third, 5);
    return row;
  });
  const predicted = rows.map((row, index) => {
    const above = rows[index - 1] ?? Buffer.alloc(7);
    return Buffer.from([2, ...row.map((byte, column) => byte - (above[column] ?? 0))]);
  });
  const index = runs.map((run) => `${run[0]} ${run.length}`).join(' ');
  const parameters = predictor ? '/DecodeParms << /Predictor 12 /Columns 7 >>' : '';
  const dict = `/Type /XRef /W [1 4 2] /Index [${index}] ${parameters} ${trailer}`;
  return deflated(dict, Buffer.concat(predictor ? predicted : rows));
}

function objectStream(parts: Parts, packed: readonly number[]): Part {
  let body = '';
  const head = packed.map((number) => {
    const at = body.length;
    body += `${parts[number]}\n`;
    return `${number} ${at}`;
  });
  const first = `${head.join(' ')}\n`;
  return deflated(`/Type /ObjStm /N ${packed.length} /First ${first.length}`, first + body);
}

const isTable = (form: FileForm): boolean => (form.xref ?? 'table') === 'table';

function written(before: Uint8Array, parts: Parts, form: FileForm, previous: number | undefined): Buffer {
  const end = form.lineEnd ?? '\n';
  const numbers = Object.keys(parts).map(Number);
  const packed = isTable(form) ? [] : (form.packed ?? []);
  let next = Math.max(...numbers, previous === undefined ? 0 : 900) + 1;
  const chunks: Uint8Array[] = [before];
  let size = before.length;
  const place = form.place ?? ((_, entry) => entry);
  const entries = new Map<number, Entry>(previous === undefined ? [[0, [0, 0, 65535]]] : []);
  const add = (bytes: Uint8Array): number => {
    chunks.push(bytes);
    size += bytes.length;
    return size - bytes.length;
  };
  for (const number of numbers) {
    if (packed.includes(number)) continue;
    entries.set(number, place(number, [1, add(objectText(number, parts[number] ?? '', end)), 0]));
  }
  const hidden = new Map<number, Entry>();
  if (packed.length > 0) {
    const holder = next++;
    const target = form.xref === 'hybrid' ? hidden : entries;
    target.set(holder, [1, add(objectText(holder, objectStream(parts, packed), end)), 0]);
    for (const [index, number] of packed.entries()) target.set(number, place(number, [2, holder, index]));
  }
  const last = next;
  if (!isTable(form)) next++;
  const common = `/Size ${next} ${form.trailer ?? '/Root 1 0 R'} ${previous === undefined ? '' : `/Prev ${previous}`}`;
  const starts = size;
  if (form.xref === 'stream') {
    entries.set(last, [1, starts, 0]);
    add(objectText(last, xrefStream(entries, common, form.predictor ?? false), end));
    add(latin(`startxref${end}${starts}${end}%%EOF${end}`));
    return Buffer.concat(chunks);
  }
  let hybrid = '';
  if (form.xref === 'hybrid') {
    const at = add(objectText(last, xrefStream(hidden, `/Size ${next}`, form.predictor ?? false), end));
    hybrid = `/XRefStm ${at}`;
  }
  const table = add(latin(`${tableOf(entries, end)}trailer${end}<< ${common} ${hybrid} >>${end}`));
  add(latin(`startxref${end}${table}${end}%%EOF${end}`));
  return Buffer.concat(chunks);
}

/** A file of these objects, each `N 0 obj`. */
export function buildPdf(parts: Parts, form: FileForm = {}): Buffer {
  return written(latin(form.header ?? '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), parts, form, undefined);
}

/** The file with an incremental update behind it. */
export function updatedPdf(before: Uint8Array, parts: Parts, form: FileForm = {}): Buffer {
  const text = Buffer.from(before).toString('latin1');
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  return written(before, parts, form, previous);
}

/** The file with a text put in another's place, once; the two of one length unless `anyLength`. */
export function edited(pdf: Uint8Array, find: string, replace: string, anyLength = false): Buffer {
  const text = Buffer.from(pdf).toString('latin1');
  if (text.split(find).length !== 2)
    throw new Error(`"${find}" stands there ${text.split(find).length - 1} times`);
  if (!anyLength && find.length !== replace.length)
    throw new Error(`"${find}" and "${replace}" differ in length`);
  return latin(text.replace(find, () => replace));
}
