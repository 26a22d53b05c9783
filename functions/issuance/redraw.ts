import { z } from 'zod';
import { CertificateContent } from '../certificates/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { IssueDeps } from './deps.ts';
import type { Materials } from './materials.ts';
import { loadPictures } from './pictures.ts';
import type { IssuanceRecord } from './record.ts';
import type { Snapshot, SnapshotCipher } from './snapshot.ts';

/** What drawing again needs from outside. */
export type RedrawDeps = Pick<IssueDeps, 'materials' | 'impressions' | 'press'> & {
  readonly cipher: Pick<SnapshotCipher, 'open'>;
};

/** What a certificate can be drawn again from, beside the materials themselves. */
const Redrawing = z.object({
  model: CertificateContent,
  tag: z.string(),
  names: z.object({
    templateDigest: z.string(),
    sealDigest: z.string(),
    gaijiPack: z.string().optional(),
    unconfirmed: z.array(z.string()).default([]),
  }),
});

/** A certificate once more, with what it was drawn from. */
export type Redrawn = {
  readonly model: CertificateContent;
  readonly materials: Materials;
  readonly tag: string;
  /** Undefined where this program cannot draw it. */
  readonly pdf: Uint8Array | undefined;
};

/** The bytes again, from nothing but what the record names. Error: something that it names is not there any more. */
export async function redraw(
  deps: RedrawDeps,
  record: IssuanceRecord,
  snapshot: Snapshot,
): Promise<Result<Redrawn, 'material-missing'>> {
  const { model, tag, names } = Redrawing.parse(
    JSON.parse(await deps.cipher.open(snapshot, snapshotContext(record))),
  );
  const [materials, pictures] = await Promise.all([
    deps.materials.load(record.municipality, names),
    loadPictures(deps.impressions, record.municipality, model),
  ]);
  if (!materials.ok || !pictures.ok) return err('material-missing');
  const pdf = deps.press.draw(model, materials.value, tag, pictures.value);
  return ok({ model, materials: materials.value, tag, pdf: pdf.ok ? pdf.value : undefined });
}

/** A snapshot opens for its own request only. */
export const snapshotContext = (record: IssuanceRecord): string =>
  `${record.municipality}#${record.requestId}#${record.issuanceId}`;
