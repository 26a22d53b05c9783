import { centerOf } from '../../simulator/kiosk/center-secret.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { linkSender } from '../../simulator/scenarios/link-sender.ts';
import type { StageParts } from '../../simulator/scenarios/stage.ts';
import { readStackFile } from '../deploy/stack-file.ts';
import type { Place } from '../local/places.ts';
import { Problem } from '../local/problem.ts';
import { signInAt } from '../staff/sign-in.ts';

/** The system that runs at a place, as the book's scenarios meet it. */
export async function openStage(
  place: Place,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StageParts & { readonly stage: string }> {
  const stack = await readStackFile(place.stackFile);
  if (stack.stage !== 'local' || stack.world === undefined)
    throw new Problem(
      'シナリオは、見本の住民を読み込んだローカル環境でだけ動きます',
      'npm start で起動してください',
    );
  const { kosekiUrl } = stack;
  return {
    center: await centerOf({ ...stack, world: stack.world }),
    world: generateWorld(stack.world),
    send: linkSender(stack).send,
    staff: (municipality, operator) => signInAt({ municipality, operator }, environment, place),
    kosekiFault: async (fault, times) => {
      if (kosekiUrl === undefined) throw new Error('見本の戸籍システムが動いていません。');
      const body = JSON.stringify({
        ...(fault === undefined ? {} : { fault }),
        ...(times === undefined ? {} : { times }),
      });
      await fetch(`${kosekiUrl}/admin/fault`, { method: 'POST', body });
    },
    stage: `${stack.stage}（${stack.endpoint}）`,
  };
}
