import type { Disk, Store } from './ports.ts';

/** This instance has no right to go on: another one may be at work, or it has been told to stop. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The same ports, whose effects happen only while `isHeld` says so; a long reading ends as well. */
export function fenced(
  ports: { readonly disk: Disk; readonly store: Store },
  isHeld: () => boolean,
): { readonly disk: Disk; readonly store: Store } {
  const hold = (): void => {
    if (!isHeld()) throw new LeaseLost('agent: the lease is lost, or the program is to stop');
  };
  const guarded =
    <A extends readonly unknown[], R>(effect: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      hold();
      return effect(...given);
    };
  const { disk, store } = ports;
  return {
    disk: {
      ...disk,
      read: async function* (path) {
        for await (const chunk of disk.read(path)) {
          hold();
          yield chunk;
        }
      },
      writeText: guarded(disk.writeText),
      take: guarded(disk.take),
      move: guarded(disk.move),
      remove: guarded(disk.remove),
      removeFolder: guarded(disk.removeFolder),
    },
    store: {
      ...store,
      create: guarded(store.create),
      begin: guarded(store.begin),
      putPart: guarded(store.putPart),
      complete: guarded(store.complete),
      abort: guarded(store.abort),
      writeNote: guarded(store.writeNote),
    },
  };
}
