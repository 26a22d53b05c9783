export type Item = Readonly<Record<string, unknown>>;

/** What a call brings along with its expression texts. */
export type Placeholders = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
};
export type Conditional = Placeholders & { readonly ConditionExpression?: string | undefined };
export type Changing = Conditional & { readonly UpdateExpression?: string | undefined };

/** A text that DynamoDB would refuse, or one that is not known here: it is never taken for true. */
export class ExpressionFault extends Error {
  override readonly name = 'ValidationException';
}

type Values = (text: string) => unknown;
type Names = (text: string) => string;
type Test = (item: Item | undefined, names: Names, values: Values) => boolean;
type Change = (item: Record<string, unknown>, names: Names, values: Values) => void;
type Compiled<T> = { readonly run: T; readonly placeholders: readonly string[] };

const TOKEN = /\s*(<>|<=|>=|[()=<>,+]|[#:]?[A-Za-z_]\w*)/y;

/**
 * Conditions and updates of DynamoDB as far as the stores use them: AND, OR, NOT, comparisons, IN, BETWEEN,
 * `attribute_exists`, `attribute_not_exists`, `begins_with`; SET of values and sums, REMOVE. Compiled once per text.
 */
export function createExpressions() {
  const conditions = new Map<string, Compiled<Test>>();
  const updates = new Map<string, Compiled<Change>>();

  const compiled = <T>(known: Map<string, Compiled<T>>, text: string, compile: (t: Tokens) => T) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const tokens = tokensOf(text);
    const made = { run: compile(tokens), placeholders: tokens.placeholders };
    if (tokens.peek() !== undefined) throw new ExpressionFault(`unknown at "${tokens.peek()}": ${text}`);
    known.set(text, made);
    return made;
  };

  const holds = (item: Item | undefined, call: Conditional): boolean => {
    if (call.ConditionExpression === undefined) return true;
    const { run } = compiled(conditions, call.ConditionExpression, disjunction);
    return run(item, namesOf(call), valuesOf(call));
  };

  return {
    /** Whether a condition holds of an item; undefined: there is none. */
    holds,
    /** The item as an update leaves it. */
    updated(item: Item | undefined, key: Item, call: Changing): Item {
      const after: Record<string, unknown> = { ...item, ...key };
      if (call.UpdateExpression === undefined) return after;
      compiled(updates, call.UpdateExpression, changes).run(after, namesOf(call), valuesOf(call));
      return after;
    },
    /** DynamoDB refuses a call with a placeholder that no expression uses, or with one that is not given. */
    checkPlaceholders(call: Changing): void {
      const { ConditionExpression, UpdateExpression } = call;
      const used = new Set([
        ...(ConditionExpression === undefined
          ? []
          : compiled(conditions, ConditionExpression, disjunction).placeholders),
        ...(UpdateExpression === undefined ? [] : compiled(updates, UpdateExpression, changes).placeholders),
      ]);
      for (const given of [call.ExpressionAttributeNames, call.ExpressionAttributeValues])
        for (const name in given)
          if (!used.delete(name)) throw new ExpressionFault(`${name} is given and not used`);
      for (const name of used) throw new ExpressionFault(`${name} is used and not given`);
    },
  };
}

export type Expressions = ReturnType<typeof createExpressions>;

const namesOf =
  ({ ExpressionAttributeNames: names }: Placeholders): Names =>
  (text) => {
    if (!text.startsWith('#')) return text;
    const name = names?.[text];
    if (name === undefined) throw new ExpressionFault(`${text} is used and not given`);
    return name;
  };

const valuesOf =
  ({ ExpressionAttributeValues: values }: Placeholders): Values =>
  (text) => {
    if (values === undefined || !(text in values)) throw new ExpressionFault(`${text} is used and not given`);
    return values[text];
  };

type Tokens = {
  readonly peek: () => string | undefined;
  readonly next: () => string;
  readonly take: (text: string) => boolean;
  readonly expect: (text: string) => void;
  readonly placeholders: readonly string[];
};

function tokensOf(text: string): Tokens {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new ExpressionFault(`unreadable: ${text}`);
    tokens.push(token);
  }
  let place = 0;
  const peek = (): string | undefined => tokens[place];
  const next = (): string => {
    const token = tokens[place];
    if (token === undefined) throw new ExpressionFault(`ends too early: ${text}`);
    place += 1;
    return token;
  };
  const take = (wanted: string): boolean => {
    if (peek() !== wanted) return false;
    place += 1;
    return true;
  };
  const expect = (wanted: string): void => {
    if (!take(wanted)) throw new ExpressionFault(`"${wanted}" is missing: ${text}`);
  };
  return { peek, next, take, expect, placeholders: tokens.filter((token) => /^[#:]/.test(token)) };
}

function disjunction(tokens: Tokens): Test {
  const parts = [conjunction(tokens)];
  while (tokens.take('OR')) parts.push(conjunction(tokens));
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return (item, names, values) => parts.some((part) => part(item, names, values));
}

function conjunction(tokens: Tokens): Test {
  const parts = [negation(tokens)];
  while (tokens.take('AND')) parts.push(negation(tokens));
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return (item, names, values) => parts.every((part) => part(item, names, values));
}

function negation(tokens: Tokens): Test {
  if (!tokens.take('NOT')) return primary(tokens);
  const inner = negation(tokens);
  return (item, names, values) => !inner(item, names, values);
}

function primary(tokens: Tokens): Test {
  if (tokens.take('(')) {
    const inner = disjunction(tokens);
    tokens.expect(')');
    return inner;
  }
  const word = tokens.next();
  if (word === 'attribute_exists' || word === 'attribute_not_exists') {
    tokens.expect('(');
    const path = pathOf(tokens);
    tokens.expect(')');
    const isThere = word === 'attribute_exists';
    return (item, names) => (item?.[names(path)] !== undefined) === isThere;
  }
  if (word === 'begins_with') {
    tokens.expect('(');
    const path = pathOf(tokens);
    tokens.expect(',');
    const prefix = tokens.next();
    tokens.expect(')');
    return (item, names, values) => {
      const text = item?.[names(path)];
      return typeof text === 'string' && text.startsWith(String(values(prefix)));
    };
  }
  return comparison(operand(word), tokens);
}

type Operand = (item: Item | undefined, names: Names, values: Values) => unknown;

const operand = (text: string): Operand =>
  text.startsWith(':') ? (_, __, values) => values(text) : (item, names) => item?.[names(text)];

function comparison(left: Operand, tokens: Tokens): Test {
  const sign = tokens.next();
  if (sign === 'IN') {
    tokens.expect('(');
    const list = [operand(tokens.next())];
    while (tokens.take(',')) list.push(operand(tokens.next()));
    tokens.expect(')');
    return (item, names, values) => {
      const value = left(item, names, values);
      return value !== undefined && list.some((one) => isSame(value, one(item, names, values)));
    };
  }
  if (sign === 'BETWEEN') {
    const low = operand(tokens.next());
    tokens.expect('AND');
    const high = operand(tokens.next());
    return (item, names, values) => {
      const value = left(item, names, values);
      return (
        isOrdered(low(item, names, values), value, true) && isOrdered(value, high(item, names, values), true)
      );
    };
  }
  const right = operand(tokens.next());
  const both =
    (test: (a: unknown, b: unknown) => boolean): Test =>
    (item, names, values) =>
      test(left(item, names, values), right(item, names, values));
  switch (sign) {
    case '=':
      return both((a, b) => a !== undefined && isSame(a, b));
    case '<>':
      return both((a, b) => !isSame(a, b));
    case '<':
      return both((a, b) => isOrdered(a, b, false));
    case '<=':
      return both((a, b) => isOrdered(a, b, true));
    case '>':
      return both((a, b) => isOrdered(b, a, false));
    case '>=':
      return both((a, b) => isOrdered(b, a, true));
    default:
      throw new ExpressionFault(`no comparison: ${sign}`);
  }
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Of two numbers or two texts; whatever else is compared is in no order. */
function isOrdered(a: unknown, b: unknown, orSame: boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return orSame ? a <= b : a < b;
  if (typeof a === 'string' && typeof b === 'string') return orSame ? a <= b : a < b;
  return false;
}

function pathOf(tokens: Tokens): string {
  const path = tokens.next();
  if (!/^#?[A-Za-z_]/.test(path)) throw new ExpressionFault(`no attribute: ${path}`);
  return path;
}

function changes(tokens: Tokens): Change {
  const parts: Change[] = [];
  while (tokens.peek() !== undefined) {
    const word = tokens.next();
    if (word !== 'SET' && word !== 'REMOVE') throw new ExpressionFault(`unknown update: ${word}`);
    do parts.push(word === 'SET' ? setting(tokens) : removal(tokens));
    while (tokens.take(','));
  }
  return (item, names, values) => {
    for (const part of parts) part(item, names, values);
  };
}

function setting(tokens: Tokens): Change {
  const path = pathOf(tokens);
  tokens.expect('=');
  const first = operand(tokens.next());
  const second = tokens.take('+') ? operand(tokens.next()) : undefined;
  return (item, names, values) => {
    const value = first(item, names, values);
    const sum = second === undefined ? value : Number(value) + Number(second(item, names, values));
    if (sum === undefined) throw new ExpressionFault(`${path} is set to nothing`);
    item[names(path)] = sum;
  };
}

function removal(tokens: Tokens): Change {
  const path = pathOf(tokens);
  return (item, names) => {
    delete item[names(path)];
  };
}
