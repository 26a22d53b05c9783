import { hash } from 'node:crypto';
import { serialSubject, subjectOfFact } from '../registry/index.ts';
import { digestOf } from '../shared/canonical.ts';
import type { LinkedFact } from './row-to-fact.ts';

const FIRST_SIZE = 4_096;

/**
 * Remembers what the rows of a file have said under their numbers, in 24 to 48 bytes each. Answers with the line of an
 * earlier row that says something else of the same thing under the same number: the registry would trust neither.
 */
export function createToldBefore(): (line: number, change: LinkedFact) => number | undefined {
  let keys = new BigUint64Array(FIRST_SIZE);
  let contents = new BigUint64Array(FIRST_SIZE);
  let lines = new Float64Array(FIRST_SIZE);
  let size = 0;

  /** Where the key is, or would be: open addressing, at most two thirds full. A line of 0 is an empty place. */
  const placeOf = (key: bigint): number => {
    const mask = lines.length - 1;
    let place = Number(key & BigInt(mask));
    while (lines[place] !== 0 && keys[place] !== key) place = (place + 1) & mask;
    return place;
  };
  const put = (key: bigint, content: bigint, line: number): void => {
    const place = placeOf(key);
    keys[place] = key;
    contents[place] = content;
    lines[place] = line;
  };
  const grow = (): void => {
    const before = { keys, contents, lines };
    keys = new BigUint64Array(lines.length * 2);
    contents = new BigUint64Array(keys.length);
    lines = new Float64Array(keys.length);
    for (const [place, line] of before.lines.entries())
      if (line !== 0) put(before.keys[place] ?? 0n, before.contents[place] ?? 0n, line);
  };

  return (line, change) => {
    const key = hashOf(keyOf(change));
    const content = hashOf(digestOf(change.fact));
    const place = placeOf(key);
    if (lines[place] !== 0) return contents[place] === content ? undefined : lines[place];
    size += 1;
    put(key, content, line);
    if (size * 3 > lines.length * 2) grow();
    return undefined;
  };
}

const hashOf = (text: string): bigint => hash('sha256', text, 'buffer').readBigUInt64BE(0);

function keyOf(change: LinkedFact): string {
  const { epoch, number } = change.sequence;
  const isAssigned = change.kind === 'serial' || change.kind === 'domicile-registration';
  const subject = isAssigned ? serialSubject(change.fact) : subjectOfFact(change);
  return [change.fact.personId, subject ?? '', epoch, number].join('\n');
}
