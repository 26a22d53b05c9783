import { z } from 'zod';
import { createEnvelopeCipher, Envelope } from '../shared/envelope-cipher.ts';

/** What an answered certificate was drawn from, encrypted: for drawing it again, not for reading. */
export const Snapshot = z.object({
  ...Envelope.shape,
  /** Epoch seconds at which the item may be deleted. */
  expiresAt: z.int(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export type SnapshotCipher = {
  /** Encrypts a text bound to `context` (the request's own ids). */
  readonly seal: (text: string, context: string, expiresAt: number) => Promise<Snapshot>;
  /** The text again; throws where the snapshot, its context or its key are not the ones it was made with. */
  readonly open: (snapshot: Snapshot, context: string) => Promise<string>;
};

/** A snapshot opens for its own request only. */
export function createSnapshotCipher(key: Parameters<typeof createEnvelopeCipher>[0]): SnapshotCipher {
  const { seal, open } = createEnvelopeCipher(key);
  return {
    seal: async (text, context, expiresAt) => ({ ...(await seal(text, context)), expiresAt }),
    open,
  };
}
