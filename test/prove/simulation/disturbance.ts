import { createSettingsStore, type Setting } from '../../../functions/changes/index.ts';
import {
  type Closer,
  closeLatch,
  createClosureRecorder,
  createClosureStore,
  healLatch,
} from '../../../functions/closures/index.ts';
import { changePersonDecisions } from '../../../functions/decisions/decide-person.ts';
import { createDecisionStore } from '../../../functions/decisions/store.ts';
import { createLinkageStore, type RowFileName } from '../../../functions/linkage/index.ts';
import { createRegistryStore, type RegistryChange } from '../../../functions/registry/index.ts';
import { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import { OperatorId } from '../../../functions/shared/http/staff.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { NOON, TABLES, type World } from './world.ts';

/** Pauses between what happens to a city’s people, what staff decide, its switches, its settings and its link, in milliseconds. */
const PEOPLE_MS = [30, 270] as const;
const SWITCHES_MS = [200, 2_000] as const;
const DECISIONS_MS = [100, 900] as const;
const SETTINGS_MS = [2_000, 8_000] as const;
const LINK_MS = [2_000, 8_000] as const;
const HEALED_AFTER_MS = [40, 1_200] as const;
const CLOSED_MS = [30, 300] as const;
/** So long before it is in force a setting is planned. */
const PLANNED_MS = 500;

/**
 * Everything that goes on beside the kiosks, until `isOver`; each of these programs asks again until it is done.
 * @param haste how many times more often than usual
 */
export function disturb(world: World, isOver: () => boolean, haste = 1): readonly Promise<void>[] {
  const { random, time, network, truth, cities, odds, calm, watch, newId } = world;
  const wait = ([least, most]: readonly [number, number]) => time.pause(random.integer(least, most));

  const waitFor = ([least, most]: readonly [number, number]) =>
    time.pause(random.integer(least, most) / haste);

  const clientFor = () => network.clientOf({ isDead: false }, { ...odds, crash: 0, slow: 0 }, watch);

  /** Brings rows as a link file's: once more where the answer was lost. */
  async function bring(municipality: MunicipalityCode, changes: readonly RegistryChange[]): Promise<void> {
    const client = network.clientOf({ isDead: false }, { ...odds, crash: 0 }, (written) => {
      watch(written);
      for (const change of changes) truth.learn(municipality, change);
    });
    const registry = createRegistryStore({
      client,
      table: TABLES.registry,
      pause: () => time.pause(random.integer(5, 40)),
    });
    await untilDone(() => registry.apply(municipality, changes));
  }

  async function untilDone(work: () => Promise<unknown>): Promise<void> {
    for (let times = 1; times <= 50; times += 1) {
      const isDone = await work().then(
        () => true,
        () => false,
      );
      if (isDone) return;
      await time.pause(20);
    }
    world.fault('something could not be done in fifty attempts');
  }

  async function people(): Promise<void> {
    const healing: Promise<void>[] = [];
    while (!isOver()) {
      await waitFor(PEOPLE_MS);
      const { core, municipality } = random.pick(cities);
      const { changes, heal } = core.happen();
      const brought = bring(municipality, changes);
      // rows are brought again, and in another order than they were written
      if (random.chance(0.05))
        healing.push(time.pause(random.integer(0, 400)).then(() => bring(municipality, changes)));
      if (heal !== undefined) healing.push(wait(HEALED_AFTER_MS).then(() => bring(municipality, [heal()])));
      if (random.chance(0.5)) await brought;
      else healing.push(brought);
    }
    await Promise.all(healing);
  }

  async function decisions(): Promise<void> {
    const ending: Promise<void>[] = [];
    while (!isOver()) {
      await waitFor(DECISIONS_MS);
      const { municipality, core } = random.pick(cities);
      const { personId } = random.pick(core.people).resident;
      const certificateType = random.pick(['all', ...CertificateFamily.options] as const);
      const decide = (action: 'forbid' | 'lift') => {
        const client = clientFor();
        const store = createDecisionStore({ client, table: TABLES.staff, auditTable: TABLES.audit });
        const parts = {
          store,
          registry: createRegistryStore({ client, table: TABLES.registry, pause: () => time.pause(10) }),
          settings: createSettingsStore({ client, table: TABLES.staff }),
          audit: { append: async () => undefined },
          clock: () => instantOf(time.now()),
          newId,
        };
        const operator = { ...OPERATOR, municipality, permissions: [] };
        return untilDone(async () => {
          const { revision, decisions: standing } = await store.readFile(municipality, personId);
          // An answer that was lost: it is so already.
          const isForbidden = standing.forbidden.some((one) => one.certificateType === certificateType);
          if (isForbidden === (action === 'forbid')) return;
          const change = { action, certificateType, reason: 'other' as const } as const;
          const end = await changePersonDecisions(parts, operator, personId, { revision, change });
          if (!end.ok) throw new Error(end.error);
        });
      };
      await decide('forbid');
      ending.push(wait(HEALED_AFTER_MS).then(() => decide('lift')));
    }
    await Promise.all(ending);
  }

  async function switches(): Promise<void> {
    while (!isOver()) {
      await waitFor(SWITCHES_MS);
      const { municipality } = random.pick(cities);
      const client = clientFor();
      const store = createClosureStore({ client, table: TABLES.staff });
      const closer: Closer = {
        closures: store,
        recorder: createClosureRecorder({ client, table: TABLES.staff, auditTable: TABLES.audit }),
        actor: { kind: 'system' },
        clock: () => instantOf(time.now()),
        newId,
      };
      const type = random.pick(['all', ...CertificateFamily.options] as const);
      const cause = random.pick(['by-hand', 'gate'] as const);
      await untilDone(() => closeLatch(closer, { municipality, type, cause, evidence: 'simulation' }));
      await wait(CLOSED_MS);
      await untilDone(async () => {
        for (const latch of await store.readLatches(municipality)) await healLatch(closer, latch);
      });
    }
  }

  async function settings(): Promise<void> {
    for (let number = 1; !isOver(); number += 1) {
      await wait(SETTINGS_MS);
      const { municipality, name } = random.pick(cities);
      const setting: Setting = random.chance(0.5)
        ? world.materials.newHead(name, number)
        : {
            kind: 'fee',
            scope: random.pick(CertificateFamily.options),
            value: { feeJpy: 200 + number * 10 },
          };
      const store = createSettingsStore({
        client: network.clientOf({ isDead: false }, calm, watch),
        table: TABLES.staff,
      });
      await store.putSetting(municipality, newId(), instantOf(time.now() + PLANNED_MS), setting);
    }
  }

  async function link(): Promise<void> {
    for (let fileNumber = 2; !isOver(); fileNumber += 2) {
      await wait(LINK_MS);
      const { municipality } = random.pick(cities);
      const store = createLinkageStore({ client: clientFor(), table: TABLES.registry });
      const feed = random.pick(['resident', 'serial', 'restriction'] as const);
      const name: RowFileName = { municipality, feed, kind: 'diff', epoch: 1, fileNumber };
      const at = instantOf(time.now());
      await untilDone(() => store.recordFailure(name, { epoch: 1, fileNumber, rule: 'unreadable-row', at }));
      await wait(CLOSED_MS);
      const applied = {
        epoch: 1,
        fileNumber,
        number: 1,
        madeAt: instantOf(NOON),
        appliedAt: at,
        unreadable: 0,
      };
      // a full file says everything again, and closes no gap behind it
      await untilDone(() => store.advanceWatermark(name, { ...applied, isFull: true }));
    }
  }

  return [people(), people(), people(), decisions(), switches(), settings(), link()];
}

const OPERATOR = {
  operatorId: OperatorId.parse('simulated'),
  name: '見本',
  department: '市民課',
} as const;
