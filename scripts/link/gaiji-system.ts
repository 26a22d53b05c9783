import { createSettingsStore } from '../../functions/changes/index.ts';
import {
  createCoverageStore,
  createFontStore,
  createGaijiStore,
  type GaijiDeps,
} from '../../functions/gaiji/index.ts';
import {
  FONT_LOOKUP,
  type FontSet,
  fontSet,
  type GlyphPack,
  openPack,
  sourceFromBytes,
} from '../../functions/pdf/index.ts';
import { createDocumentClient, createS3Client } from '../../functions/shared/aws.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { newUuid, systemClock } from '../../functions/shared/system.ts';
import type { StackFile } from '../deploy/stack-file.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { openCityFonts } from '../pdf/city-fonts.ts';

/** The gaiji of a running system, and who lives in it. */
export type GaijiSystem = {
  readonly deps: GaijiDeps;
  readonly coverage: ReturnType<typeof createCoverageStore>;
};

/** This process speaks to that engine only, from here on. */
export function gaijiSystem(stack: StackFile): GaijiSystem {
  enterLocalAws(stack.endpoint, stack.region);
  const client = createDocumentClient();
  return {
    deps: {
      store: createGaijiStore({
        client,
        table: stack.staffTable,
        settings: createSettingsStore({ client, table: stack.staffTable }),
        newId: newUuid,
      }),
      fonts: createFontStore({ client: createS3Client(), bucket: stack.inboxBucket }),
      clock: systemClock,
      // What would be logged is what the command says.
      log: () => undefined,
    },
    coverage: createCoverageStore({ client, table: stack.registryTable }),
  };
}

/** The fonts that every city shares, and these packs in the place of a city's own, one set each. */
export async function setsWith(
  packs: readonly (Uint8Array | undefined)[],
  say: (message: string) => void,
): Promise<readonly FontSet[]> {
  const { fonts } = await openCityFonts({}, say);
  const shared = fonts.map(({ id, pack }) => [id, pack] as const);
  return packs.map((bytes) => {
    const own = bytes === undefined ? [] : [['eudc', openedPack(bytes)] as const];
    return fontSet(FONT_LOOKUP, Object.fromEntries<GlyphPack>([...shared, ...own]));
  });
}

const openedPack = (bytes: Uint8Array): GlyphPack =>
  unwrap(openPack(sourceFromBytes(bytes), { id: sha256Hex(bytes) }));
