import { isDigit, isSpace } from './cursor.ts';

/** The words of a file that are what they say, as counted by who has read it from front to back. */
export type KnownWords = {
  /** Places of the `obj` of each object. */
  readonly objects: ReadonlySet<number>;
  /** `xref` and `startxref`. */
  readonly xrefs: number;
  readonly trailers: number;
};

/** A file with more of them is made to take time. */
const mostOccurrences = 10_000;

function occurrences(file: Buffer, word: string): number[] {
  const places: number[] = [];
  for (
    let at = file.indexOf(word);
    at >= 0 && places.length <= mostOccurrences;
    at = file.indexOf(word, at + 1)
  ) {
    places.push(at);
  }
  return places;
}

/** Whether two numbers stand before a place. */
function followsNumbers(file: Buffer, place: number): boolean {
  let at = place - 1;
  const skip = (test: (byte: number) => boolean): boolean => {
    const start = at;
    while (at >= 0 && test(file[at] ?? 0)) at--;
    return at < start;
  };
  return skip(isSpace) && skip(isDigit) && skip(isSpace) && isDigit(file[at] ?? 0);
}

/**
 * Whether something that looks like the beginning of an object, a table or a trailer is hidden in a string, a comment
 * or a stream's data. Readers that search a broken file for these words would find it there.
 */
export function hidesStructure(file: Buffer, known: KnownWords): boolean {
  const objects = occurrences(file, 'obj');
  if (objects.length > mostOccurrences) return true;
  if (objects.some((place) => !known.objects.has(place) && followsNumbers(file, place))) return true;
  return (
    occurrences(file, 'xref').length !== known.xrefs || occurrences(file, 'trailer').length !== known.trailers
  );
}
