import { dirname } from 'node:path';
import type { Disk, FileStat } from '../../../agent/src/ports.ts';

type Inode = { readonly id: number; bytes: Uint8Array; modifiedMs: number };

/** A disk in memory: names, and the contents behind them. What `move` does in two steps can end between them. */
export type MemoryDisk = {
  readonly disk: Disk;
  /** As another program would: a new file, or new bytes under an old name. */
  readonly put: (path: string, bytes: Uint8Array) => void;
  /** Into the very file, whatever its name is now. */
  readonly overwrite: (path: string, bytes: Uint8Array) => void;
  readonly paths: () => readonly string[];
  readonly bytesAt: (path: string) => Uint8Array | undefined;
};

/** @param between called where `move` has given the new name and not yet taken the old one */
export function createMemoryDisk(
  clock: () => number,
  between: () => Promise<void> = async () => undefined,
): MemoryDisk {
  const names = new Map<string, Inode>();
  let lastId = 0;
  const statOf = (inode: Inode): FileStat => ({
    size: inode.bytes.byteLength,
    modifiedMs: inode.modifiedMs,
    inode: String(inode.id),
  });
  const put = (path: string, bytes: Uint8Array): void => {
    lastId += 1;
    names.set(path, { id: lastId, bytes, modifiedMs: clock() });
  };
  const at = (path: string): Inode => {
    const inode = names.get(path);
    if (inode === undefined) throw new Error('ENOENT');
    return inode;
  };
  return {
    put,
    overwrite: (path, bytes) => {
      const inode = at(path);
      inode.bytes = bytes;
      inode.modifiedMs = clock() + 0.5;
    },
    paths: () => [...names.keys()].sort(),
    bytesAt: (path) => names.get(path)?.bytes,
    disk: {
      list: async (folder) =>
        [...names]
          .filter(([path]) => dirname(path) === folder)
          .map(([path, inode]) => ({ name: path.slice(folder.length + 1), stat: statOf(inode) })),
      folders: async (folder) => [
        ...new Set(
          [...names.keys()]
            .filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1).split('/'))
            .flatMap(([first, ...rest]) => (first === undefined || rest.length === 0 ? [] : [first])),
        ),
      ],
      stat: async (path) => {
        const inode = names.get(path);
        return inode === undefined ? undefined : statOf(inode);
      },
      read: async function* (path) {
        const { bytes } = at(path);
        for (let start = 0; start < bytes.byteLength; start += 1_000_000)
          yield bytes.subarray(start, start + 1_000_000);
      },
      readAt: async (path, offset, length) => at(path).bytes.subarray(offset, offset + length),
      readText: async (path) => {
        const inode = names.get(path);
        return inode === undefined ? undefined : Buffer.from(inode.bytes).toString();
      },
      writeText: async (path, text) => put(path, Buffer.from(text)),
      take: async (from, to) => {
        const inode = names.get(from);
        if (inode === undefined) return 'gone';
        names.set(to, inode);
        names.delete(from);
        return 'moved';
      },
      move: async (from, to) => {
        const inode = names.get(from);
        if (inode === undefined) return 'gone';
        const there = names.get(to);
        if (there !== undefined && there !== inode) return 'taken';
        names.set(to, inode);
        await between();
        if (names.get(from) === inode) names.delete(from);
        return 'moved';
      },
      remove: async (path) => void names.delete(path),
      removeFolder: async (folder) => {
        for (const path of names.keys()) if (path.startsWith(`${folder}/`)) names.delete(path);
      },
    },
  };
}
