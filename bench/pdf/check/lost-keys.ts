import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A code point with the variation selector that follows it, if one does. Spaces are left out: readers treat them freely. */
const KEYS = /[^ \u3000][\ufe00-\ufe0f\u{e0100}-\u{e01ef}]?/gsu;

/** The text of a file as pdf.js sees it, nothing normalised. */
export async function extractedText(pdf: Uint8Array): Promise<string> {
  // pdf.js takes what it is given for its own
  const loading = getDocument({ data: Uint8Array.from(pdf), verbosity: VerbosityLevel.ERRORS });
  const document = await loading.promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const content = await page.getTextContent({ disableNormalization: true, includeMarkedContent: false });
    for (const item of content.items) text += 'str' in item ? item.str : '';
  }
  await loading.destroy();
  return text;
}

/** Every key that the text holds, as often as it does. */
export function countKeys(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key] of text.matchAll(KEYS)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** How many of the wanted keys, each counted as often as it is wanted, the found text has not got. */
export function lostKeys(wanted: string, found: string): number {
  const there = countKeys(found);
  let lost = 0;
  for (const [key, count] of countKeys(wanted)) lost += Math.max(0, count - (there.get(key) ?? 0));
  return lost;
}
