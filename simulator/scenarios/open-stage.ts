import { z } from 'zod';
import { centerOf } from '../kiosk/center-secret.ts';
import { isLoopback, readStackAs, SimulatedStack } from '../kiosk/stack-file.ts';
import { SAMPLE_PASSWORD } from '../sample/operators.ts';
import { SampleStack } from '../sample/stack.ts';
import { generateWorld } from '../sample/world.ts';
import { staffClient } from '../staff-client.ts';
import { linkSender } from './link-sender.ts';
import type { StageParts } from './stage-parts.ts';

/** What the scenarios need to know of a running stack. */
const ScenarioStack = SimulatedStack.extend({
  ...SampleStack.shape,
  consoleUrl: z.url().refine(isLoopback, 'on this machine'),
  kosekiUrl: z.url().refine(isLoopback, 'on this machine').optional(),
});
type ScenarioStack = z.infer<typeof ScenarioStack>;

export type OpenedStage = StageParts & {
  /** Where it stands, for the report. */
  readonly place: string;
};

/** The system that runs on this machine, as the book's scenarios meet it. @throws with one sentence where none does */
export async function openStage(stackFile: string): Promise<OpenedStage> {
  const read = await readStackAs(ScenarioStack, stackFile);
  if (!read.ok) throw new Error(read.error);
  const stack = read.value;
  return {
    center: await centerOf(stack),
    world: generateWorld(stack.world),
    send: linkSender(stack).send,
    staff: async (municipality, operator) => {
      const client = staffClient(stack.consoleUrl);
      const answer = await client.signIn(municipality, operator, SAMPLE_PASSWORD);
      if (answer.status !== 200) throw new Error(`見本の操作者 ${operator} がサインインできません。`);
      return client;
    },
    kosekiFault: (fault, times) => tellKoseki(stack, { fault, times }),
    place: `${stack.stage}（${stack.endpoint}）`,
  };
}

async function tellKoseki(
  { kosekiUrl }: ScenarioStack,
  plan: { readonly fault: string | undefined; readonly times: number | undefined },
): Promise<void> {
  if (kosekiUrl === undefined) throw new Error('見本の戸籍システムが動いていません。');
  const answer = await fetch(new URL('/admin/fault', kosekiUrl), {
    method: 'POST',
    body: JSON.stringify(plan),
  });
  if (!answer.ok) throw new Error('見本の戸籍システムが、故障の指示を受け付けませんでした。');
}
