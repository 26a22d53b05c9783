import { type Cursor, nextToken, reject, type Token } from './pdf-syntax.ts';

/** Text shown at one place: position and size in points, `stretch` 1 = the font's own advances. */
export type ReadRun = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly stretch: number;
};

/** A picture's place in points, its ink as red, green, blue 0…1, and its `pictureDigest`. */
export type ReadPicture = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ink: readonly [number, number, number];
  readonly digest: string;
};

/** What the names in a page's operators stand for. */
export type ContentNames = {
  readonly fonts: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Digests of the images. */
  readonly images: ReadonlyMap<string, string>;
};

type OpenRun = {
  text: string;
  readonly x: number;
  readonly y: number;
  size: number;
  readonly stretch: number;
};

type State = {
  readonly where: string;
  readonly names: ContentNames;
  readonly runs: ReadRun[];
  readonly pictures: ReadPicture[];
  readonly used: Set<string>;
  inText: boolean;
  run: OpenRun | undefined;
  font: ReadonlyMap<number, string> | undefined;
  size: number;
  stretch: number;
  fill: number;
  path: 'none' | 'point' | 'line' | 'frame';
  /** The steps of a picture that are done, in their one order. */
  picture: readonly ('q' | 'rg' | 'cm' | 'Do')[];
  ink: readonly [number, number, number];
  place: readonly [width: number, height: number, x: number, y: number];
};

function unexpected(state: State, detail: string): never {
  return reject('unexpected', state.where, detail);
}

function numbers(state: State, operands: readonly Token[], count: number): readonly number[] {
  const found = operands.filter((operand) => typeof operand === 'number');
  if (found.length !== operands.length || found.length !== count)
    unexpected(state, 'an operator with other operands');
  return found;
}

function share(state: State, operands: readonly Token[]): number {
  const [grey = -1] = numbers(state, operands, 1);
  if (grey < 0 || grey > 1) unexpected(state, 'a grey level outside 0…1');
  return grey;
}

function nameIn<T>(state: State, operand: Token | undefined, names: ReadonlyMap<string, T>): T {
  const found = typeof operand === 'string' ? names.get(operand) : undefined;
  if (found === undefined) return unexpected(state, 'a name that the resources do not list');
  state.used.add(String(operand));
  return found;
}

function closeRun(state: State): void {
  const { run } = state;
  if (run === undefined) return;
  if (run.text === '') unexpected(state, 'a position without text');
  state.runs.push({ ...run });
  state.run = undefined;
}

function openRun(state: State, operands: readonly Token[]): void {
  closeRun(state);
  const [a, b, c, d, x = 0, y = 0] = numbers(state, operands, 6);
  if (a !== 1 || b !== 0 || c !== 0 || d !== 1) unexpected(state, 'turned or scaled text');
  state.run = { text: '', x, y, size: 0, stretch: state.stretch };
}

function showText(state: State, operands: readonly Token[]): void {
  const { run, font } = state;
  const [codes] = operands;
  if (run === undefined || font === undefined) unexpected(state, 'text without a place or a font');
  if (
    !(codes instanceof Uint8Array) ||
    operands.length !== 1 ||
    codes.length === 0 ||
    codes.length % 2 !== 0
  ) {
    unexpected(state, 'a text that is no string of two-byte codes');
  }
  if (state.fill !== 0) unexpected(state, 'text that is not black');
  if (run.text !== '' && run.size !== state.size) unexpected(state, 'two sizes in one run');
  run.size = state.size;
  for (let index = 0; index < codes.length; index += 2) {
    const text = font.get((codes[index] ?? 0) * 256 + (codes[index + 1] ?? 0));
    if (text === undefined) reject('unmapped-code', state.where, 'a code without text');
    run.text += text;
  }
}

function textOperator(state: State, operator: string, operands: readonly Token[]): void {
  switch (operator) {
    case 'Tf': {
      const [name, size] = operands;
      state.font = nameIn(state, name, state.names.fonts);
      if (typeof size !== 'number' || size <= 0 || operands.length !== 2)
        unexpected(state, 'a font of no size');
      else state.size = size;
      return;
    }
    case 'Tz': {
      const [percent = 0] = numbers(state, operands, 1);
      if (percent <= 0) unexpected(state, 'text without width');
      if (state.run !== undefined) closeRun(state);
      state.stretch = percent / 100;
      return;
    }
    case 'Tm':
      openRun(state, operands);
      return;
    case 'Tj':
      showText(state, operands);
      return;
    case 'ET': {
      numbers(state, operands, 0);
      closeRun(state);
      state.inText = false;
      return;
    }
    default:
      unexpected(state, 'an operator that text never has');
  }
}

function pictureOperator(state: State, operator: string, operands: readonly Token[]): void {
  const step = state.picture.length;
  if (operator === 'rg' && step === 1) {
    const [red = 0, green = 0, blue = 0] = numbers(state, operands, 3);
    state.ink = [red, green, blue];
    if (state.ink.some((part) => part < 0 || part > 1)) unexpected(state, 'a colour outside 0…1');
    state.picture = ['q', 'rg'];
  } else if (operator === 'cm' && step === 2) {
    const [width = 0, b, c, height = 0, x = 0, y = 0] = numbers(state, operands, 6);
    if (b !== 0 || c !== 0 || width <= 0 || height <= 0)
      unexpected(state, 'a picture that is turned or mirrored');
    state.place = [width, height, x, y];
    state.picture = ['q', 'rg', 'cm'];
  } else if (operator === 'Do' && step === 3 && operands.length === 1) {
    const digest = nameIn(state, operands[0], state.names.images);
    const [width, height, x, y] = state.place;
    state.pictures.push({ x, y, width, height, ink: state.ink, digest });
    state.picture = ['q', 'rg', 'cm', 'Do'];
  } else if (operator === 'Q' && step === 4) {
    numbers(state, operands, 0);
    state.picture = [];
  } else {
    unexpected(state, 'a picture drawn in another way');
  }
}

function pathOperator(state: State, operator: string, operands: readonly Token[]): void {
  const { path } = state;
  if (operator === 'm' && path === 'none') {
    numbers(state, operands, 2);
    state.path = 'point';
  } else if (operator === 'l' && path === 'point') {
    numbers(state, operands, 2);
    state.path = 'line';
  } else if (operator === 're' && path === 'none') {
    numbers(state, operands, 4);
    state.path = 'frame';
  } else if ((operator === 'S' && path === 'line') || (path === 'frame' && /^[SBf]$/.test(operator))) {
    numbers(state, operands, 0);
    state.path = 'none';
  } else {
    unexpected(state, 'a path of another form');
  }
}

function pageOperator(state: State, operator: string, operands: readonly Token[]): void {
  switch (operator) {
    case 'BT':
      numbers(state, operands, 0);
      state.inText = true;
      return;
    case 'q':
      numbers(state, operands, 0);
      state.picture = ['q'];
      return;
    case 'g':
      state.fill = share(state, operands);
      return;
    case 'G':
      share(state, operands);
      return;
    case 'w': {
      const [width = 0] = numbers(state, operands, 1);
      if (width <= 0) unexpected(state, 'a line without width');
      return;
    }
    default:
      unexpected(state, 'an operator that is never drawn');
  }
}

function apply(state: State, operator: string, operands: readonly Token[]): void {
  if (state.inText) textOperator(state, operator, operands);
  else if (state.picture.length > 0) pictureOperator(state, operator, operands);
  else if (state.path !== 'none' || /^(?:m|l|re|S|B|f)$/.test(operator))
    pathOperator(state, operator, operands);
  else pageOperator(state, operator, operands);
}

/**
 * Follows a page's operators and answers what it shows. Knows only the operators, and the orders of them, that a
 * display list leads to.
 * @param used receives the names of the fonts and images that the page uses.
 */
export function readContent(
  bytes: Uint8Array,
  where: string,
  names: ContentNames,
  used: Set<string>,
): { readonly runs: readonly ReadRun[]; readonly pictures: readonly ReadPicture[] } {
  const state: State = {
    where,
    names,
    used,
    runs: [],
    pictures: [],
    inText: false,
    run: undefined,
    font: undefined,
    size: 0,
    stretch: 1,
    fill: 0,
    path: 'none',
    picture: [],
    ink: [0, 0, 0],
    place: [0, 0, 0, 0],
  };
  const cursor: Cursor = { bytes, at: 0, where };
  let operands: Token[] = [];
  for (let token = nextToken(cursor); token !== undefined; token = nextToken(cursor)) {
    if (typeof token === 'string' && !token.startsWith('/')) {
      apply(state, token, operands);
      operands = [];
    } else if (operands.length < 6) {
      operands.push(token);
    } else {
      unexpected(state, 'more operands than any operator takes');
    }
  }
  const open = operands.length > 0 || state.inText || state.path !== 'none' || state.picture.length > 0;
  if (open) unexpected(state, 'the page ends inside an operator, a text, a path or a picture');
  return { runs: state.runs, pictures: state.pictures };
}

function utf16(bytes: Uint8Array, where: string): string {
  if (bytes.length === 0 || bytes.length % 2 !== 0) reject('malformed', where, 'a mapping to no text');
  let text = '';
  for (let index = 0; index < bytes.length; index += 2) {
    text += String.fromCharCode((bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0));
  }
  return text.isWellFormed() ? text : reject('malformed', where, 'a mapping to half a character');
}

/** Codes and their texts of a ToUnicode CMap of two-byte codes, each listed by itself. */
export function readToUnicode(bytes: Uint8Array, where: string): ReadonlyMap<number, string> {
  const cursor: Cursor = { bytes, at: 0, where };
  const texts = new Map<number, string>();
  let before: Token | undefined;
  let ended = false;
  for (let token = nextToken(cursor); token !== undefined; before = token, token = nextToken(cursor)) {
    if (token === 'endcmap') ended = true;
    if (token === 'beginbfrange' || token === 'usecmap')
      reject('unexpected', where, 'a map of ranges or of a map');
    if (token !== 'beginbfchar') continue;
    const count = typeof before === 'number' ? before : -1;
    if (ended || !Number.isInteger(count) || count < 1 || count > 100) {
      reject('malformed', where, 'a section of another size');
    }
    for (let index = 0; index < count; index++) {
      const code = nextToken(cursor);
      const text = nextToken(cursor);
      if (!(code instanceof Uint8Array) || code.length !== 2 || !(text instanceof Uint8Array)) {
        return reject('malformed', where, 'a mapping of another form');
      }
      const number = (code[0] ?? 0) * 256 + (code[1] ?? 0);
      if (texts.has(number)) reject('malformed', where, 'a code that is mapped twice');
      texts.set(number, utf16(text, where));
    }
    if (nextToken(cursor) !== 'endbfchar') reject('malformed', where, 'a section without an end');
  }
  return ended ? texts : reject('malformed', where, 'a map without an end');
}
