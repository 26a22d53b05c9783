import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { inboxKey, RowFeed, type RowFileName } from '../functions/linkage/index.ts';
import { instantOf, jstDateOf, jstTimestamp } from '../functions/shared/time.ts';
import { changesOf } from './core-system/changes.ts';
import { nextFileNumber } from './core-system/next-number.ts';
import { writeLinkFile } from './sample/link-file.ts';
import { SampleStack, sampleClients } from './sample/stack.ts';
import type { SampleCity } from './sample/types.ts';
import { generateWorld } from './sample/world.ts';
import { readWorldFile } from './sample/world-file.ts';

const LAST_WORDS_MS = 1_500;

/**
 * Stand-in for the core systems of the three cities: at once and then every KOFU_LINK_SECONDS (60) it sends a file of
 * differences per city and feed, mostly without rows, so that the registry stays fresh. Reads `world.json` beside
 * the stack file. Ends with 0 on SIGTERM or SIGINT. Its lines hold counts only.
 */
async function run(stackPath: string): Promise<number> {
  const stack = await readStack(stackPath);
  const parameters = await readWorldFile(join(dirname(stackPath), 'world.json'));
  const seconds = Number(process.env['KOFU_LINK_SECONDS'] ?? 60);
  if (stack === undefined || parameters === undefined || !(seconds > 0)) {
    say({ event: 'not-started', stack: stack !== undefined, world: parameters !== undefined, seconds });
    return 1;
  }
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      ending.abort();
      // Whoever stops the stand-in shall not wait for an engine that does not answer.
      setTimeout(() => process.exit(0), LAST_WORDS_MS).unref();
    });

  const world = generateWorld(parameters);
  const clients = sampleClients(stack);
  const send = async (city: SampleCity, feed: RowFeed): Promise<number | undefined> => {
    const { code: municipality } = city.municipality;
    // Asked anew each time: an upload whose answer was lost may have arrived all the same.
    const fileNumber = await nextFileNumber(stack, clients, { municipality, feed }, ending.signal);
    if (fileNumber === undefined) return undefined;
    const now = instantOf(Date.now());
    const rows = changesOf(world, city, { feed, fileNumber, today: jstDateOf(now) });
    const name: RowFileName = { municipality, feed, kind: 'diff', epoch: 1, fileNumber };
    const Body = writeLinkFile(name, jstTimestamp(now), rows);
    await clients.s3.send(
      new PutObjectCommand({
        Bucket: stack.inboxBucket,
        Key: inboxKey(name),
        Body,
        ContentType: 'text/csv',
      }),
      { abortSignal: ending.signal },
    );
    return rows.length;
  };

  say({ event: 'started', cities: world.cities.length, seconds });
  while (!ending.signal.aborted) {
    const round = { files: 0, rows: 0, waiting: 0, failed: 0 };
    for (const city of world.cities) {
      for (const feed of RowFeed.options) {
        if (ending.signal.aborted) break;
        // An engine that is away for a while is asked again in the next round.
        const rows = await send(city, feed).catch(() => 'failed' as const);
        if (rows === 'failed') round.failed += 1;
        else if (rows === undefined) round.waiting += 1;
        else {
          round.files += 1;
          round.rows += rows;
        }
      }
    }
    if (!ending.signal.aborted) say({ event: 'round', ...round });
    await sleep(seconds * 1_000, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  say({ event: 'ended' });
  return 0;
}

async function readStack(path: string): Promise<SampleStack | undefined> {
  try {
    return SampleStack.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function say(line: Readonly<Record<string, string | number | boolean>>): void {
  process.stdout.write(`${JSON.stringify({ program: 'core-system', ...line })}\n`);
}

const [stackPath] = process.argv.slice(2);
if (stackPath === undefined) {
  process.stderr.write('Usage: node simulator/core-system.ts <stack.json>\n');
  process.exitCode = 2;
} else {
  process.exitCode = await run(stackPath);
}
