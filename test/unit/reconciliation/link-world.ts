import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FileName, formatFileName, isRowFile } from '../../../functions/linkage/index.ts';
import type { LinkSystem } from '../../../scripts/link/link-system.ts';
import { createReconcileWorld, impressions } from './reconcile-world.ts';

/** What a command writes. */
export function terminal() {
  const said: string[] = [];
  const complained: string[] = [];
  return {
    text: () => said.join(''),
    complaints: () => complained.join(''),
    write: (text: string) => void said.push(text),
    complain: (text: string) => void complained.push(text),
  };
}

/** A folder that lives as long as the test. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'kofu-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    put: (name: FileName, bytes: Uint8Array): string => {
      const file = join(path, formatFileName(name));
      writeFileSync(file, bytes);
      return file;
    },
    read: (name: string): string => readFileSync(join(path, name), 'utf8'),
  };
}

/** A system in memory whose inbox takes every file in at once, unless something else is said. */
export function createLinkWorld() {
  const world = createReconcileWorld();
  const delivered: string[] = [];
  const fonts = new Map<string, Awaited<ReturnType<LinkSystem['fontState']>>>();
  const hooks: { beforePut?: (name: FileName) => void; takeIn: boolean } = { takeIn: true };
  const system: LinkSystem = {
    facts: world.facts,
    rowSettings: async () => ({}),
    linkage: world.linkage,
    fontState: async (name) => fonts.get(formatFileName(name)),
    put: async (name, path) => {
      hooks.beforePut?.(name);
      delivered.push(formatFileName(name));
      if (!isRowFile(name) || !hooks.takeIn) return;
      await world.deliver(name, readFileSync(path), { enclosures: { impressions } });
    },
    closerOf: (actor) => ({ ...world.watching.closer, actor }),
    coverage: async () => ({ persons: 0, uncovered: 0, keys: {} }),
    clock: () => world.at.now,
    sleep: async () => {},
  };
  return { ...world, system, delivered, fonts, hooks, open: async () => system };
}
