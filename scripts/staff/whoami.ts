import { SessionView } from '../../functions/operators/contract.ts';
import { jsonOf } from './answers.ts';
import type { Who } from './command.ts';
import { sessionCommand } from './session-command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoTyped } from './who.ts';

export const whoami = sessionCommand<Who>({
  name: 'whoami',
  help: `npm run -s staff -- whoami    サインインできるか、何をする権限があるかを示す

${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`,
  options: SIGN_IN_OPTIONS,
  wishOf: (typed) => whoTyped(typed),
  run: async (who, world, json) => {
    const client = await world.signIn(who);
    const { signedIn } = SessionView.parse(jsonOf((await client.get('api/session')).body));
    if (signedIn === null) return 1;
    const { csrfToken: _, ...shown } = signedIn;
    if (json) world.write(`${JSON.stringify(shown)}\n`);
    else
      world.write(
        `${shown.municipality.name} ${shown.department} ${shown.name}（${shown.operatorId}）\n権限: ${shown.permissions.join('、')}\n`,
      );
    return 0;
  },
});
