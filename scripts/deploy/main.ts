import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alone } from '../local/lock.ts';
import { loopbackOf } from '../local/loopback.ts';
import { BUILD_LOCK, PROJECT } from '../local/places.ts';
import { KOSEKI_PORT, portFrom } from '../local/ports.ts';
import { Problem } from '../local/problem.ts';
import { buildBundles } from './build.ts';
import { deploy } from './deploy.ts';
import { stackFileOf, writeStackFile } from './stack-file.ts';

const HELP = `npm run deploy -- [--endpoint http://127.0.0.1:4566]
  Deploys the local stage to an AWS engine that runs on this machine already, and writes where everything is.
  CLOUD=local (default) for ministack, CLOUD=localstack for LocalStack (\`docker compose up -d\`).
`;

/** Where LocalStack listens, and ministack unless it is told otherwise. */
const USUAL_ENDPOINT = 'http://127.0.0.1:4566';

/** `npm run deploy`: `npm start` does this itself for the engine that it starts. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { endpoint: { type: 'string', default: USUAL_ENDPOINT }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const endpoint = loopbackOf(values.endpoint);
  const cloud = process.env['CLOUD'] ?? 'local';
  await fetch(endpoint, { signal: AbortSignal.timeout(5_000) }).catch(() => {
    throw new Problem(
      `No AWS engine answers at ${endpoint}`,
      cloud === 'localstack' ? 'run `docker compose up -d`' : 'name it with --endpoint',
    );
  });
  const directory = join(PROJECT, '.local', `deployed-${cloud}-${new URL(endpoint).port}`);
  const waiting = (pid: number): void => console.log(`process ${pid} is building, waiting for it`);
  await alone(BUILD_LOCK, waiting, buildBundles);
  const { outputs, region, changed, notHonoured } = await alone(BUILD_LOCK, waiting, () =>
    deploy({
      endpoint,
      stage: 'local',
      cloud,
      stateDirectory: directory,
      kosekiPort: portFrom(KOSEKI_PORT, process.env),
      onProgress: console.log,
    }),
  );
  const file = join(directory, 'stack.json');
  await writeStackFile(file, stackFileOf(outputs, { endpoint, region, stage: 'local' }));
  for (const gap of notHonoured) console.log(`not honoured: ${gap}`);
  console.log(`${changed ? 'deployed' : 'unchanged'}; ${file}`);
  return 0;
}
