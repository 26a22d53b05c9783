import type { BilevelImage, DisplayList, Form } from '../../../functions/pdf/index.ts';
import type { FlatPage } from '../flat-page.ts';

/** What an engine may read once per process. */
export type Materials = {
  /** Paths of the font files. */
  readonly baseFont: string;
  readonly gaijiFont: string;
  /** Paths and SHA-256 of the glyph packs that were made of them, as an installation has them. */
  readonly basePack: PackFile;
  readonly gaijiPack: PackFile;
  /** The seal for those who take files. */
  readonly sealPng: Uint8Array;
  readonly seal: BilevelImage;
  /** The unchanging part of the certificates, where they have one. */
  readonly form: Form | undefined;
  /** What was made of it once, as an installation keeps it: see `plateFile`. */
  readonly plate: string | undefined;
};

export type PackFile = { readonly path: string; readonly id: string };

/** A package among the peers; what it holds is known by the file that uses it only. */
export type LoadPackage = (name: string) => Promise<unknown>;

/**
 * Draws one certificate.
 * @throws Error where the engine refuses it
 */
export type Draw<Input> = (input: Input) => Uint8Array | Promise<Uint8Array>;

/** An engine as a measurement drives it: opened once, then asked for one certificate after another. */
export type Engine =
  | {
      readonly takes: 'list';
      readonly open: (materials: Materials) => Promise<{
        readonly draw: Draw<DisplayList>;
        /** The seal as the lists shall hold it. */
        readonly seal: BilevelImage;
      }>;
    }
  | {
      readonly takes: 'page';
      readonly open: (materials: Materials, load: LoadPackage) => Promise<Draw<FlatPage>>;
    };
