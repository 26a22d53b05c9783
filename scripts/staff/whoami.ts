import { parseArgs } from 'node:util';
import { SessionView } from '../../functions/operators/contract.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { jsonOf } from './answers.ts';
import type { StaffCommand } from './command.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS, whoOf } from './who.ts';

const HELP = `npm run -s staff -- whoami    サインインできるか、何をする権限があるかを示す

${SIGN_IN_HELP}  --json                結果を JSON で書く
  -h, --help            この説明
`;

const OPTIONS = {
  ...SIGN_IN_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export const whoami: StaffCommand = async (args, world) => {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    world.complain(`✗ ${usageErrorOf(error)}\n使い方: npm run -s staff -- whoami --help\n`);
    return 2;
  }
  if (values.help) {
    world.write(HELP);
    return 0;
  }
  const who = whoOf(values);
  if (!who.ok) {
    world.complain(`✗ ${who.error}\n`);
    return 2;
  }
  const client = await world.signIn(who.value);
  const { signedIn } = SessionView.parse(jsonOf((await client.get('api/session')).body));
  if (signedIn === null) return 1;
  const { csrfToken: _, ...shown } = signedIn;
  if (values.json) world.write(`${JSON.stringify(shown)}\n`);
  else
    world.write(
      `${shown.municipality.name} ${shown.department} ${shown.name}（${shown.operatorId}）\n権限: ${shown.permissions.join('、')}\n`,
    );
  return 0;
};

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS }).values;
