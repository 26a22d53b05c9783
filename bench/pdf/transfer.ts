import type { DisplayItem, DisplayList, Form, PageImage, Stamp } from '../../functions/pdf/display-list.ts';
import type { Materials } from './engines/engine.ts';
import type { FlatPage } from './flat-page.ts';

/** What goes to an engine's process and comes back, as JSON: one line each way. */
export type Order = {
  readonly documents: readonly unknown[];
  /** Whether the files are wanted, and not their sizes alone. */
  readonly keep: boolean;
  /** Whether a profile is made meanwhile. */
  readonly profile?: boolean;
};

/** Time that was spent in one place: a source file, `garbage`, `hashing` or `deflate`. */
export type ProfileFrame = { readonly place: string; readonly micros: number };

export type Answer = {
  readonly results: readonly DrawResult[];
  /** Processor time of all of the order's documents, of every thread. */
  readonly cpuMs: number;
  /** Most memory that this process has ever held. */
  readonly peakBytes: number;
  readonly profile?: readonly ProfileFrame[];
};

export type DrawResult =
  | { readonly kind: 'drawn'; readonly ms: number; readonly bytes: number; readonly file?: string }
  | { readonly kind: 'refused'; readonly message: string };

/** What a process without warm-up says: from its first line to the end of its first certificate. */
export type ColdAnswer = { readonly openMs: number; readonly firstMs: number; readonly bytes: number };

/** Stands before an answer, so that nothing else that an engine prints is taken for one. */
export const ANSWER = 'answer ';

type PackedMaterials = Omit<Materials, 'sealPng' | 'seal' | 'form' | 'plate'> & {
  readonly sealPng: string;
  readonly seal: Omit<Materials['seal'], 'bits' | 'encoded'> & { readonly bits: string };
  readonly form: Form | null;
  readonly plate: string | null;
};

export function packMaterials({ seal, sealPng, form, plate, ...others }: Materials): PackedMaterials {
  const { columns, rows, ink, bits } = seal;
  return {
    ...others,
    sealPng: base64(sealPng),
    seal: { columns, rows, ink, bits: base64(bits) },
    form: form ?? null,
    plate: plate ?? null,
  };
}

export function unpackMaterials({ seal, sealPng, form, plate, ...others }: PackedMaterials): Materials {
  return {
    ...others,
    sealPng: bytesOf(sealPng),
    seal: { ...seal, bits: bytesOf(seal.bits) },
    form: form ?? undefined,
    plate: plate ?? undefined,
  };
}

export const unpackPage = (packed: unknown): FlatPage => packed as FlatPage;

/**
 * Seal, form and stamps are the process's own: what an engine keeps of them, it finds again by their identity, as they
 * come from the layout of a certificate.
 */
export function listUnpacker(seal: PageImage, form: Form | undefined): (packed: unknown) => DisplayList {
  const stamps = new Map<string, Stamp>();
  const itemOf = (item: DisplayItem): DisplayItem => {
    if (item.kind === 'picture') return { ...item, image: seal };
    if (item.kind !== 'stamp') return item;
    const shape = JSON.stringify(item.stamp);
    const stamp = stamps.get(shape) ?? item.stamp;
    stamps.set(shape, stamp);
    return { ...item, stamp };
  };
  return (packed) => {
    const { form: hasForm, ...list } = packed as Omit<DisplayList, 'form'> & { readonly form: true | null };
    const pages = list.pages.map((page) => ({ ...page, items: page.items.map(itemOf) }));
    return { ...list, ...(hasForm === true && form !== undefined ? { form } : {}), pages };
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** A copy of its own: Node's small buffers lie in a shared one, which some engines take for the whole. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
