import { createSettingsStore } from '../../../functions/changes/index.ts';
import { createClosureStore } from '../../../functions/closures/index.ts';
import { createDecisionReader } from '../../../functions/decisions/index.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { createRecordStore } from '../../../functions/issuance/store.ts';
import { createLinkageStore } from '../../../functions/linkage/index.ts';
import { createRegistryStore } from '../../../functions/registry/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import type { OnEffect } from '../memory/memory-tables.ts';
import type { Delivery, Process } from './delivery.ts';
import { openNumber } from './numbers.ts';
import { TABLES, type World } from './world.ts';

export const DEADLINE_MS = 10_000;
export const RESULT_WAIT_MS = 600_000;

/** The real stores of one process over the simulated network; every effect is watched. */
export function depsOf(world: World, process: Process, delivery: Delivery, onEffect: OnEffect): IssueDeps {
  const { network, time, materials, press, newId, odds } = world;
  const client = network.clientOf(process, odds, onEffect);
  const settings = createSettingsStore({ client, table: TABLES.staff });
  return {
    registry: createRegistryStore({ client, table: TABLES.registry, pause: () => time.pause(15) }),
    decisions: createDecisionReader({ client, table: TABLES.staff, pause: () => time.pause(15) }),
    settings,
    closures: createClosureStore({ client, table: TABLES.staff }),
    linkage: createLinkageStore({ client, table: TABLES.registry }),
    records: createRecordStore({ client, tables: { issuance: TABLES.issuance, audit: TABLES.audit } }),
    materials: materials.shelf,
    impressions: {
      read: (_, digest) => network.call(process, odds, () => materials.impressions.get(digest)),
    },
    koseki: world.koseki.gatewayOf(process, delivery),
    numbers: { open: (_, person, text) => network.call(process, odds, () => openNumber(person, text)) },
    press: {
      release: press.release,
      draw: (content, ...rest) => {
        delivery.paper = { content, drawnAt: time.now() };
        return press.draw(content, ...rest);
      },
    },
    keepEvidence: async () => undefined,
    cipher: CIPHER,
    clock: () => instantOf(time.now() + process.offset),
    newId: () => {
      const id = newId();
      delivery.issuanceId ??= id;
      return id;
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const forget = time.after(milliseconds, resolve);
        signal.addEventListener('abort', () => {
          forget();
          resolve();
        });
      }),
    tagOf: (text) => sha256Hex(`tag ${text}`),
    alarm: () => undefined,
    program: 'simulation',
    deadlineMs: DEADLINE_MS,
    resultWaitMs: RESULT_WAIT_MS,
    snapshotDays: 90,
  };
}

/** Keeps a text as it is, and opens it in its own place only. */
const CIPHER: IssueDeps['cipher'] = {
  seal: async (text, context, expiresAt) => ({
    dataKey: new Uint8Array(),
    iv: new Uint8Array(),
    data: Buffer.from(text),
    authTag: Buffer.from(context),
    expiresAt,
  }),
  open: async ({ data, authTag }, context) => {
    if (Buffer.from(authTag).toString() !== context) throw new Error('another place’s snapshot');
    return Buffer.from(data).toString();
  },
};

const PROCESSES = 28;
/** How often a clock is set while a request is under way, and by how much at most. */
const CLOCK_STEPS = 0.01;
const CLOCK_STEP_MS = 20_000;

/** The processes that run: one that has ended is replaced. */
export function createPool({ random, time }: World) {
  const idle: Process[] = Array.from({ length: PROCESSES }, () => ({ isDead: false, offset: 0 }));
  return {
    take(): Process {
      const [process = { isDead: false, offset: 0 }] = idle.splice(random.integer(0, idle.length - 1), 1);
      if (random.chance(CLOCK_STEPS))
        time.after(random.integer(0, 60), () => {
          process.offset = random.chance(0.3) ? 0 : random.integer(-CLOCK_STEP_MS, CLOCK_STEP_MS);
        });
      return process;
    },
    give(process: Process): void {
      idle.push(process.isDead ? { isDead: false, offset: 0 } : process);
    },
  };
}

export type Pool = ReturnType<typeof createPool>;
