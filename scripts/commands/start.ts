import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stopBackground } from '../local/background.ts';
import { runCommand } from '../local/command.ts';
import { stopEngine } from '../local/engine.ts';
import { HOME_PLACE, type Place } from '../local/places.ts';
import { ENGINE_PORT, KOSEKI_PORT, portFrom, SIMULATOR_PORT } from '../local/ports.ts';
import { Problem } from '../local/problem.ts';
import { recordedProcesses } from '../local/processes.ts';
import { endedByThemselves, type Started, startAll } from '../local/start-steps.ts';
import { readState } from '../local/state.ts';
import { createSteps } from '../local/steps.ts';
import { withPlace } from '../local/stop.ts';
import { type WelcomePerson, welcomeText } from '../local/welcome.ts';

const HELP = `npm start                 starts everything and stays until Ctrl-C
npm start -- --detach     returns when everything is ready; \`npm stop\` ends it

${[ENGINE_PORT, SIMULATOR_PORT, KOSEKI_PORT].map(({ variable, usual }) => `${variable} (${usual})`).join(', ')} choose the ports.
`;

async function main(args: string[]): Promise<number> {
  const wish = readArguments(args);
  if (wish.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const began = Date.now();
  const here: string[] = [];
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= endAll(HOME_PLACE, here);
    return ending;
  };
  // Ctrl-C reaches us twice: from the terminal, and handed on by npm.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => {
      if (ending !== undefined) return;
      process.stdout.write('\nEnding what was started here …\n');
      void end().finally(() => process.exit(ready ? 0 : code));
    });
  let ready = false;
  let started: Started;
  try {
    started = await withPlace(HOME_PLACE, () =>
      startAll(
        {
          place: HOME_PLACE,
          enginePort: portFrom(ENGINE_PORT, process.env),
          ports: {
            koseki: portFrom(KOSEKI_PORT, process.env),
            simulator: portFrom(SIMULATOR_PORT, process.env),
          },
        },
        createSteps(),
        (name) => here.push(name),
      ),
    );
  } catch (error) {
    // A signal has come in between: its own handler ends the process.
    if (ending !== undefined) await new Promise(() => undefined);
    await end();
    throw error;
  }
  ready = true;
  const stays = !wish.detach && here.length > 0;
  const { stack, operators } = started;
  const seconds = (Date.now() - began) / 1_000;
  process.stdout.write(
    welcomeText({ stack, operators, people: await samplePeople(), seconds, foreground: stays }),
  );
  if (stays) await untilStopped(HOME_PLACE, end);
  return 0;
}

function readArguments(args: string[]): { readonly detach: boolean; readonly help: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: { detach: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return { detach: values.detach === true, help: values.help === true };
  } catch {
    throw new Problem(
      `npm start does not know ${args.join(' ')}`,
      '`npm start -- --help` shows what it knows',
    );
  }
}

/** Exactly what this start has brought up, the engine last. */
async function endAll(place: Place, names: readonly string[]): Promise<void> {
  for (const name of [...names].reverse()) {
    if (name === 'engine') await stopEngine(place);
    else await stopBackground(place, name);
  }
}

async function samplePeople(): Promise<readonly WelcomePerson[]> {
  const { world } = await readState(HOME_PLACE);
  if (world === undefined) return [];
  const { generateWorld } = await import('../../simulator/sample/world.ts');
  const { listPeople } = await import('../../simulator/sample/people.ts');
  const generated = generateWorld(world);
  return generated.cities.flatMap(({ municipality: { code, name } }) =>
    listPeople(generated, { municipality: code, limit: 2 }).flatMap(({ serial, fullName, dateOfBirth }) =>
      serial === null ? [] : [{ municipality: code, city: name, serial, fullName, dateOfBirth }],
    ),
  );
}

/** Returns when `npm stop` has ended everything; a program that ends by itself ends the rest. */
async function untilStopped(place: Place, end: () => Promise<void>): Promise<void> {
  for (;;) {
    await pause(1_000);
    if ((await recordedProcesses(place))['engine'] === undefined) {
      process.stdout.write('Ended.\n');
      return;
    }
    const [first] = await endedByThemselves(place);
    if (first === undefined) continue;
    // `npm stop` is at work, perhaps: it takes what has ended off the record.
    await pause(3_000);
    const [still] = await endedByThemselves(place);
    if (still === undefined) continue;
    await end();
    throw new Problem(`${still} has ended by itself`, 'read the reason there, then start again');
  }
}

await runCommand(main);
