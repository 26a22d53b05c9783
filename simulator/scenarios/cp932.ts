const KANJI_LEAD = { first: 0x81, last: 0xfc } as const;
const KANJI_TRAIL = { first: 0x40, last: 0xfc } as const;

/** A text as a BOS writes it. Node knows CP932 only the other way, so that every pair of bytes is looked up once. */
export function cp932Of(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead: number = KANJI_LEAD.first; lead <= KANJI_LEAD.last; lead += 1)
    for (let trail: number = KANJI_TRAIL.first; trail <= KANJI_TRAIL.last; trail += 1)
      bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  const bytes = [...text].flatMap((character) => {
    if (character < '\u0080') return [character.charCodeAt(0)];
    const pair = bytesOf.get(character);
    if (pair === undefined) throw new Error('CP932 にない文字です。');
    return pair;
  });
  return Uint8Array.from(bytes);
}
