import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createSqsClient } from '../../functions/shared/aws.ts';
import { StackFile } from '../deploy/stack-file.ts';
import { requireNoArguments, runCommand } from '../local/command.ts';
import { runningEngine } from '../local/engine.ts';
import { readIfThere } from '../local/files.ts';
import { isAlive } from '../local/identity.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { HOME_PLACE } from '../local/places.ts';
import { recordedProcesses } from '../local/processes.ts';
import { readState } from '../local/state.ts';

async function answers(url: string): Promise<string> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => (answer.status < 500 ? 'reachable' : `answers ${answer.status}`),
    () => 'not reachable',
  );
}

async function processLines(): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const record of Object.values(await recordedProcesses(HOME_PLACE))) {
    const port = record.port === undefined ? '' : ` · port ${record.port}`;
    const fate = (await isAlive(record))
      ? `runs · process ${record.pid}${port} · since ${record.startedAt}`
      : 'has ended';
    lines.push(`${record.name.padEnd(12)} ${fate} · log ${record.log}`);
  }
  return lines;
}

async function stackOf(): Promise<StackFile | undefined> {
  const text = await readIfThere(HOME_PLACE.stackFile);
  if (text === undefined) return undefined;
  try {
    return StackFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What waits in the link's queues; messages that gave up lie in the dead-letter queues. */
async function queueLines(stack: StackFile): Promise<readonly string[]> {
  enterLocalAws(stack.endpoint, stack.region);
  const sqs = createSqsClient();
  const depth = async (QueueUrl: string): Promise<string> => {
    const AttributeNames = ['ApproximateNumberOfMessages'] as const;
    const answer = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return answer.Attributes?.ApproximateNumberOfMessages ?? '?';
  };
  const line = async (name: string, queue: string, dead: string): Promise<string> =>
    `${name.padEnd(12)} ${await depth(queue)} waiting · ${await depth(dead)} given up`;
  return [
    await line('link', stack.linkQueueUrl, stack.linkDlqUrl),
    await line('link first', stack.linkPriorityQueueUrl, stack.linkPriorityDlqUrl),
  ];
}

await runCommand(async (args) => {
  requireNoArguments(args, 'status');
  const lines = await processLines();
  for (const line of lines) console.log(line);
  const engine = await runningEngine(HOME_PLACE);
  if (engine === undefined) console.log('The system does not run: `npm start` starts it.');
  const stack = await stackOf();
  const { world } = await readState(HOME_PLACE);
  if (world !== undefined)
    console.log(`sample world ${world.residents} residents, seed ${world.seed}, loaded ${world.loadedAt}`);
  if (engine === undefined || stack === undefined) return 0;
  const urls = {
    console: stack.consoleUrl,
    simulator: `${stack.simulatorUrl ?? ''}/`,
    koseki: `${stack.kosekiUrl ?? ''}/`,
    'kiosk API': `${stack.kioskApiUrl}/v1/menu`,
  };
  for (const [name, url] of Object.entries(urls))
    console.log(`${name.padEnd(12)} ${await answers(url)} · ${url}`);
  for (const line of await queueLines(stack)) console.log(line);
  return 0;
});
