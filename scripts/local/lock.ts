import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readIfThere } from './files.ts';
import { identityOf } from './identity.ts';
import { codeOf } from './problem.ts';

const Holder = z.object({ pid: z.int(), identity: z.string() });
type Holder = z.infer<typeof Holder>;

export type Lock = { readonly release: () => Promise<void> };

/**
 * The lock, or who holds it. A holder that has ended (or whose number another process has by now) holds nothing.
 */
export async function tryLock(path: string): Promise<Lock | { readonly heldBy: number }> {
  await mkdir(dirname(path), { recursive: true });
  const own: Holder = { pid: process.pid, identity: (await identityOf(process.pid)) ?? '' };
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(JSON.stringify(own));
      await file.close();
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = await holderOf(path);
    if (holder !== undefined && (await identityOf(holder.pid)) === holder.identity)
      return { heldBy: holder.pid };
    await rm(path, { force: true });
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    try {
      return Holder.parse(JSON.parse(text));
    } catch {
      // Just created and not yet written.
      await pause(50);
    }
  }
  return undefined;
}

/** Does the work alone: whoever else wants to do it waits. */
export async function alone<T>(
  path: string,
  onWait: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let told = false; ; told = true) {
    const lock = await tryLock(path);
    if ('release' in lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    if (!told) onWait(lock.heldBy);
    await pause(200);
  }
}
