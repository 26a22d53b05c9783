/** What must not stand in a log, by what it is of somebody. */
export type Needles = ReadonlyMap<string, string>;

/** `kind` names what was found, never the words themselves: a failing test is a log too. */
export type Finding = { readonly kind: string; readonly source: string; readonly line: number };

const DEPTH = 4;
const GRAM = 4;
const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/**
 * Everything that a line says, whichever way it is written: as it stands, with JSON's escapes undone as often as they
 * were put on, with percent signs undone, and with what looks like BASE64 opened.
 */
export function readings(text: string): readonly string[] {
  const found = new Set([text]);
  let latest = [text];
  for (let depth = 0; depth < DEPTH && latest.length > 0; depth += 1) {
    const deeper = latest.flatMap((one) => [unescaped(one), percentDecoded(one), ...opened(one)]);
    latest = deeper.filter((one) => one !== '' && !found.has(one));
    for (const one of latest) found.add(one);
  }
  return [...found];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g, (_all, unit, byte, character) =>
        character === undefined
          ? String.fromCharCode(Number.parseInt(unit ?? byte, 16))
          : (ESCAPES[character] ?? character),
      )
    : text;

function percentDecoded(text: string): string {
  return /%[0-9a-fA-F]{2}/.test(text)
    ? text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => utf8(Buffer.from(run.replaceAll('%', ''), 'hex')) ?? run)
    : text;
}

function opened(text: string): readonly string[] {
  return (text.match(BASE64) ?? []).flatMap((run) => {
    const inside = utf8(Buffer.from(run, /[-_]/.test(run) ? 'base64url' : 'base64'));
    return inside === undefined ? [] : [inside];
  });
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Looks for all needles at once: a needle is searched for only where its first characters occur at all. */
export function scan(
  entries: readonly { readonly source: string; readonly text: string }[],
  needles: Needles,
): readonly Finding[] {
  const byGram = new Map<string, [string, string][]>();
  for (const [needle, kind] of needles) {
    if (needle.length < GRAM) throw new Error(`a needle for ${kind} is too short to mean anything`);
    const gram = needle.slice(0, GRAM);
    const bucket = byGram.get(gram) ?? [];
    bucket.push([needle, kind]);
    byGram.set(gram, bucket);
  }
  const findings: Finding[] = [];
  for (const [index, { source, text }] of entries.entries()) {
    const kinds = new Set<string>();
    for (const reading of readings(text)) {
      for (let at = 0; at + GRAM <= reading.length; at += 1) {
        for (const [needle, kind] of byGram.get(reading.slice(at, at + GRAM)) ?? [])
          if (reading.startsWith(needle, at)) kinds.add(kind);
      }
    }
    for (const kind of kinds) findings.push({ kind, source, line: index + 1 });
  }
  return findings;
}
