import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { DEFAULT_PARAMETERS } from '../sample/world.ts';

/** What the simulator needs to know of a running stack; the file says more. */
export const SimulatedStack = z.object({
  endpoint: z.url(),
  region: z.string().min(1),
  kioskApiUrl: z.url(),
  centerSecret: z.string().min(1),
  stage: z.string().min(1),
  /** Which sample world was loaded; the generator's own default where the file does not say. */
  world: z
    .object({ residents: z.int().min(1), seed: z.string().min(1), today: LocalDate })
    .default(DEFAULT_PARAMETERS),
});
export type SimulatedStack = z.infer<typeof SimulatedStack>;

export const DEFAULT_STACK_FILE = '.local/stack.json';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL leads to this very machine; names that only resolve to it do not count. */
export function isLoopback(url: string): boolean {
  const { hostname, protocol } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && LOOPBACK_NAMES.has(hostname);
}

/** The stack of that file, or one sentence with the remedy. Only a local stage on this machine is accepted. */
export const readStackFile = (path: string): Promise<Result<SimulatedStack, string>> =>
  readStackAs(SimulatedStack, path);

/** The same for who needs to know more of it. */
export async function readStackAs<T extends SimulatedStack>(
  schema: z.ZodType<T>,
  path: string,
): Promise<Result<T, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return err(`ローカル環境が見つかりません（${path}）。先に npm start を実行してください。`);
  }
  let parsed: z.ZodSafeParseResult<T>;
  try {
    parsed = schema.safeParse(JSON.parse(text));
  } catch {
    return err(`${path} を読み取れません。npm start をもう一度実行してください。`);
  }
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join('、');
    return err(`${path} の内容が足りません（${places}）。npm start をもう一度実行してください。`);
  }
  const stack = parsed.data;
  if (isOfThisMachine(stack)) return ok(stack);
  return err('シミュレーターは、このコンピューターで動くローカル環境だけで使えます。');
}

const isOfThisMachine = (stack: SimulatedStack): boolean =>
  stack.stage === 'local' && isLoopback(stack.endpoint) && isLoopback(stack.kioskApiUrl);
