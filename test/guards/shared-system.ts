// The system of test/e2e/global-setup.ts, once for a whole run: each Vitest project sets itself up, and two of them
// (end-to-end and browser) need the same engine.

type Teardown = () => Promise<void>;
type Shared = { users: number; ready: Promise<Teardown> };
const KEY = Symbol.for('kofu.shared-system');
// Vitest loads this module anew for each project; the global object is the one place that they share.
const holder = globalThis as typeof globalThis & { [KEY]?: Shared | undefined };

async function begin(): Promise<Teardown> {
  const system = await import('../e2e/global-setup.ts');
  return system.setup();
}

export async function setup(): Promise<Teardown> {
  holder[KEY] ??= { users: 0, ready: begin() };
  const shared = holder[KEY];
  shared.users += 1;
  const teardown = await shared.ready;
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    holder[KEY] = undefined;
    await teardown();
  };
}
