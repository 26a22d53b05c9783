import { randomBytes } from 'node:crypto';
import { MUNICIPALITIES } from '../lib/config/municipalities.ts';
import { buildSimulatorPage } from './kiosk/build.ts';
import { createCardReader } from './kiosk/card-reader.ts';
import { centerOf } from './kiosk/center-secret.ts';
import { createPageApi } from './kiosk/page-api.ts';
import { KioskWorld } from './kiosk/page-contract.ts';
import { sampleCards } from './kiosk/sample-cards.ts';
import { DEFAULT_STACK_FILE, readStackFile } from './kiosk/stack-file.ts';
import { createKioskServer, loadPageFiles } from './kiosk/web-server.ts';
import { generateWorld } from './sample/world.ts';
import { BOOK } from './scenarios/book/index.ts';
import { openStage } from './scenarios/open-stage.ts';
import { createScenarioPlayer } from './scenarios/player.ts';

const DEFAULT_PORT = 4611;

/** A reason to stop, in one sentence for whoever started this. */
class StartFailure extends Error {}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new StartFailure('KOFU_SIMULATOR_PORT は 1〜65535 の数字にしてください。');
}

const unguessable = (): string => randomBytes(24).toString('base64url');

async function start(stackFile: string, port: number): Promise<void> {
  const stack = await readStackFile(stackFile);
  if (!stack.ok) throw new StartFailure(stack.error);
  const center = await centerOf(stack.value).catch(() => {
    throw new StartFailure('ローカル環境が応答しません。npm start で起動してください。');
  });
  const { directory } = await buildSimulatorPage().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : '';
    throw new StartFailure(`キオスクのページを作れません（${reason}）。`);
  });
  const files = await loadPageFiles(directory);
  const world = KioskWorld.parse({
    cities: MUNICIPALITIES,
    cards: sampleCards(generateWorld(stack.value.world)),
  });
  const reader = createCardReader(unguessable, Date.now);
  const player = createScenarioPlayer(BOOK, () => openStage(stackFile));
  const api = createPageApi({ center, reader, world, newRequestId: unguessable, player });
  const server = createKioskServer(files, api);
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(
        new StartFailure(
          `ポート ${port} は使われています。KOFU_SIMULATOR_PORT で別の番号を指定してください。`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  process.stdout.write(`キオスクのシミュレーター: http://127.0.0.1:${port}/\n`);
}

try {
  await start(process.argv[2] ?? DEFAULT_STACK_FILE, portOf(process.env['KOFU_SIMULATOR_PORT']));
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
