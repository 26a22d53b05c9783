import { MOST_KEY_TEXTS } from '../changes/index.ts';
import { type FontFault, type OutlineFont, openTrueType, sourceFromBytes } from '../pdf/index.ts';
import { buildPack, compareFonts } from '../pdf/pack/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result, unwrap } from '../shared/result.ts';
import type { Instant } from '../shared/time.ts';
import { type GaijiDeps, untilCommitted } from './deps.ts';
import { compareFiles, type FileNumber, type GaijiFault, MAXIMUM_FONT_BYTES } from './gaiji-file.ts';
import { isOwnCode, keyLists, type Step, stepFrom } from './next-version.ts';
import { baseOf, openVersion } from './open-version.ts';
import type { GaijiState } from './store.ts';
import { toActivate, type VersionFrom, versionsAt } from './versions.ts';

export type ImportWish = {
  readonly municipality: MunicipalityCode;
  /** The whole `EUDC.tte`. */
  readonly bytes: Uint8Array;
  /** When it comes into force; at once where this is absent or past. */
  readonly at?: Instant | undefined;
  /** The file that brings it, or who activates it. */
  readonly by: string;
  /** Its place among the city's files; absent where a person decides, whatever came before. */
  readonly number?: FileNumber | undefined;
};

export type Imported = {
  readonly end: 'activated' | 'planned' | 'unchanged' | 'superseded';
  readonly fontDigest: string;
  readonly validFrom?: Instant;
  /** Absent where nothing was activated. */
  readonly step?: Step;
};

/** A font that has been read to its last glyph, and the pack made of it, which has proved itself. */
type SoundFont = { readonly font: OutlineFont; readonly bytes: Uint8Array; readonly pack: Uint8Array };

const fontFault = ({ kind, table, detail }: FontFault): GaijiFault => ({
  rule: 'font',
  table,
  fault: kind,
  detail,
});

/** Opens and packs a font; nothing of a font with one broken glyph is taken. */
export function checkFont(bytes: Uint8Array): Result<SoundFont, GaijiFault> {
  if (bytes.length > MAXIMUM_FONT_BYTES)
    return err({ rule: 'too-large', table: 'file', detail: `more than ${MAXIMUM_FONT_BYTES} bytes` });
  const source = sourceFromBytes(bytes);
  const sha256 = sha256Hex(bytes);
  const font = openTrueType(source, { id: sha256 });
  if (!font.ok) return err(fontFault(font.error));
  const pack = buildPack(source, { sha256 });
  return pack.ok ? ok({ font: font.value, bytes, pack: pack.value }) : err(fontFault(pack.error));
}

/**
 * Takes a city's EUDC font in (仕様書 3(2)①カ, ②キ): checks it, packs it, keeps both under their hash, compares it with the
 * version in force and activates it, at once or at a time. What has changed under a code that is in use is not drawn until
 * somebody has confirmed it; the alarm says so. Repeating it is harmless.
 */
export async function importFont(deps: GaijiDeps, wish: ImportWish): Promise<Result<Imported, GaijiFault>> {
  const sound = checkFont(wish.bytes);
  if (!sound.ok) return sound;
  const { municipality } = wish;
  await deps.fonts.put(municipality, 'tte', sound.value.bytes);
  const packDigest = await deps.fonts.put(municipality, 'pack', sound.value.pack);
  return untilCommitted(async () => {
    const state = await deps.store.read(municipality);
    return place(deps, wish, { font: sound.value.font, packDigest }, state);
  });
}

type Placed = Result<Imported, GaijiFault> | undefined;

async function place(
  deps: GaijiDeps,
  wish: ImportWish,
  { font, packDigest }: { readonly font: OutlineFont; readonly packDigest: string },
  state: GaijiState,
): Promise<Placed> {
  const { municipality, number, by } = wish;
  const now = deps.clock();
  const { active, planned } = versionsAt(state.rows, now);
  const isLate = number !== undefined && state.newest !== undefined && compareFiles(number, state.newest) < 0;
  if (isLate) return record(deps, wish, state, { end: 'superseded', fontDigest: font.id }, []);

  const validFrom = wish.at !== undefined && wish.at > now ? wish.at : now;
  const isPlanned = planned?.value.fontDigest === font.id && planned.validFrom === validFrom;
  if (isPlanned || active?.value.fontDigest === font.id)
    return record(deps, wish, state, { end: 'unchanged', fontDigest: font.id }, []);

  const before = active === undefined ? undefined : await openVersion(deps, municipality, active);
  const base = active === undefined ? undefined : baseOf(active, state, now);
  // Both have been read to their last glyph when they were taken in.
  const step = stepFrom(base, unwrap(compareFonts(before, font, isOwnCode)));
  const lists = keyLists(step);
  if (Math.max(lists.unconfirmed?.length ?? 0, lists.retired?.length ?? 0) > MOST_KEY_TEXTS) {
    const detail = `${step.changed.length} outlines changed, ${step.removed.length} are gone`;
    return err({ rule: 'too-many-changes', table: 'glyf', detail });
  }
  const value = { fontDigest: font.id, packDigest, ...lists, by };
  const end = validFrom > now ? 'planned' : 'activated';
  const imported = { end, fontDigest: font.id, validFrom, step } as const;
  return record(deps, wish, state, imported, toActivate(value, validFrom, state.rows, now));
}

/** Commits what was decided, with what became of the file; the alarm follows what has taken effect. */
async function record(
  deps: GaijiDeps,
  { municipality, number }: ImportWish,
  { revision, newest }: GaijiState,
  imported: Imported,
  versions: readonly VersionFrom[],
): Promise<Placed> {
  const { end, fontDigest, step } = imported;
  const counts = step === undefined ? undefined : countsOf(step);
  const file =
    number === undefined
      ? undefined
      : { ...number, file: { state: 'taken' as const, at: deps.clock(), end, fontDigest, counts } };
  const done =
    (versions.length === 0 && file === undefined) ||
    (await deps.store.commit(municipality, {
      revision,
      newest: number === undefined || end === 'superseded' ? newest : number,
      settings: versions.map((version) => ({ kind: 'gaiji', scope: 'city', ...version })),
      file,
    }));
  if (!done) return undefined;
  if (step !== undefined && step.changed.length > 0)
    deps.log('GAI-9001', { municipality, feed: 'gaiji', ...number, unconfirmed: step.unconfirmed.length });
  return ok(imported);
}

/** How many keys each part of a step has. */
export const countsOf = ({ added, changed, removed, same }: Step) => ({
  added: added.length,
  changed: changed.length,
  removed: removed.length,
  same: same.length,
});
