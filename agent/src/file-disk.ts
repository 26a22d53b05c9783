import { constants, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disk, FileStat, FolderEntry } from './ports.ts';

/** No link is followed and no pipe waited for: whoever may write into a drop folder could lay one there. */
const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);
const CHUNK = 262_144;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const statOf = ({ size, mtimeMs, ino, dev }: Stats): FileStat => ({
  size,
  modifiedMs: mtimeMs,
  inode: `${dev}:${ino}`,
});

/** A name is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o750 });
  if (made === undefined) return;
  // Every folder that is new, and the one in which the first of them lies.
  for (let at = folder; at.length >= dirname(made).length; at = dirname(at)) {
    await syncFolder(at);
    if (at === dirname(made)) return;
  }
}

async function statAt(path: string): Promise<FileStat | undefined> {
  const stats = await unlessAbsent(lstat(path));
  return stats?.isFile() === true ? statOf(stats) : undefined;
}

async function writeText(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const draft = `${path}.tmp`;
  const handle = await open(draft, 'w', 0o640);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

async function take(from: string, to: string): Promise<'moved' | 'gone'> {
  await makeFolder(dirname(to));
  const renamed = await unlessAbsent(rename(from, to).then(() => true));
  if (renamed === undefined) return 'gone';
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
  return 'moved';
}

async function move(from: string, to: string): Promise<'moved' | 'gone' | 'taken'> {
  const source = await statAt(from);
  if (source === undefined) return 'gone';
  await makeFolder(dirname(to));
  const given = await giveName(from, to, source);
  if (given !== 'linked') return given;
  await syncFolder(dirname(to));
  await unlessAbsent(unlink(from));
  await syncFolder(dirname(from));
  return 'moved';
}

/** A link never takes another file's place; a file system without links gets a look first, and a renaming. */
async function giveName(
  from: string,
  to: string,
  source: FileStat,
): Promise<'linked' | 'moved' | 'gone' | 'taken'> {
  try {
    await link(from, to);
    return 'linked';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return 'gone';
    if (code === 'EEXIST') return (await statAt(to))?.inode === source.inode ? 'linked' : 'taken';
    if (typeof code !== 'string' || !WITHOUT_LINKS.has(code)) throw error;
  }
  return (await unlessAbsent(lstat(to))) === undefined ? take(from, to) : 'taken';
}

async function* read(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, READING);
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(path, READING);
  try {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function readText(path: string): Promise<string | undefined> {
  const handle = await unlessAbsent(open(path, READING));
  if (handle === undefined) return undefined;
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function list(folder: string): Promise<readonly FolderEntry[]> {
  const entries = (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? [];
  const found: FolderEntry[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const stat = await statAt(join(folder, entry.name));
    if (stat !== undefined) found.push({ name: entry.name, stat });
  }
  return found;
}

/** The file system of this machine. */
export const fileDisk: Disk = {
  list,
  folders: async (folder) => {
    const entries = (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? [];
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  },
  stat: statAt,
  read,
  readAt,
  readText,
  writeText,
  take,
  move,
  remove: async (path) => {
    const removed = await unlessAbsent(unlink(path).then(() => true));
    if (removed === true) await syncFolder(dirname(path));
  },
  removeFolder: async (path) => {
    await rm(path, { recursive: true, force: true });
    await syncFolder(dirname(path));
  },
};
