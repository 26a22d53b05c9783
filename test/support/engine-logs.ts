import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { testStack, testStackFile } from './stack.ts';

/** One entry of a log: where it stands and what it says. */
export type LogEntry = { readonly source: string; readonly text: string };

const Groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().optional(),
});
const Events = z.object({ events: z.array(z.object({ message: z.string(), timestamp: z.number() })) });

/** The most that the engine gives at once, in the order of time; it never says that there is more. */
const PAGE = 10_000;

/** CloudWatch Logs by its JSON protocol: the project has no client for it, and these three calls need none. */
async function call<S extends z.ZodType>(operation: string, input: object, answer: S): Promise<z.infer<S>> {
  const { endpoint, region } = testStack();
  const ask = () =>
    fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Logs_20140328.${operation}`,
        // The engine reads the service from here and checks nothing.
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
  let response = await ask();
  // The engine stumbles over a log group that a function's first line makes at this very moment.
  for (let attempt = 1; response.status >= 500 && attempt < 5; attempt += 1) {
    await pause(200);
    response = await ask();
  }
  if (!response.ok) throw new Error(`${operation}: ${response.status}`);
  const text = await response.text();
  return answer.parse(JSON.parse(text === '' ? '{}' : text));
}

/** Everything that the functions have written so far, line by line. */
export async function functionLogs(): Promise<readonly LogEntry[]> {
  const { logGroups, nextToken } = await call('DescribeLogGroups', {}, Groups);
  if (nextToken !== undefined) throw new Error('there are more log groups than one answer holds');
  const groups = await Promise.all(logGroups.map(({ logGroupName }) => linesOf(logGroupName)));
  return groups.flat();
}

/** A log group with one line, as if a function of that name had written it. */
export async function writeLog(logGroupName: string, message: string): Promise<void> {
  const logStreamName = 'planted';
  await call('CreateLogGroup', { logGroupName }, z.unknown());
  await call('CreateLogStream', { logGroupName, logStreamName }, z.unknown());
  const logEvents = [{ timestamp: Date.now(), message }];
  await call('PutLogEvents', { logGroupName, logStreamName, logEvents }, z.unknown());
}

export async function deleteLog(logGroupName: string): Promise<void> {
  await call('DeleteLogGroup', { logGroupName }, z.unknown());
}

async function linesOf(logGroupName: string): Promise<readonly LogEntry[]> {
  const lines: LogEntry[] = [];
  let startTime = 0;
  // Lines of the last millisecond of a page come again with the next one.
  let known = 0;
  for (;;) {
    const { events } = await call('FilterLogEvents', { logGroupName, startTime, limit: PAGE }, Events);
    const fresh = events.slice(known);
    lines.push(...fresh.map(({ message }) => ({ source: logGroupName, text: message.trimEnd() })));
    if (events.length < PAGE) return lines;
    const last = events.at(-1)?.timestamp ?? startTime;
    if (last === startTime) throw new Error('one millisecond has more lines than one answer holds');
    startTime = last;
    known = events.filter(({ timestamp }) => timestamp === last).length;
  }
}

/** The engine's own log and whatever else lies beside the stack file, line by line. */
export async function fileLogs(): Promise<readonly LogEntry[]> {
  const folder = join(dirname(testStackFile()), 'logs');
  const entries: LogEntry[] = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.log'))) {
    const text = await readFile(join(folder, name), 'utf8');
    entries.push(...text.split('\n').map((line) => ({ source: name, text: line })));
  }
  return entries;
}
