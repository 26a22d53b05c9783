import { dirname, join } from 'node:path';
import { instantOf, jstDateOf } from '../functions/shared/time.ts';
import { toWareki } from '../functions/shared/wareki.ts';
import { openCityFonts } from '../scripts/pdf/city-fonts.ts';
import { officesOf } from './koseki/offices.ts';
import { createKosekiServer } from './koseki/server.ts';
import { MUNICIPALITIES } from './sample/municipalities.ts';
import { generateWorld } from './sample/world.ts';
import { readWorldFile } from './sample/world-file.ts';

const USAGE = 'Usage: KOFU_KOSEKI_PORT=4612 node simulator/koseki.ts <stack.json>\n';

/**
 * Stand-in for the koseki systems of the three cities: certificates of the world in `world.json` beside the stack
 * file, faults on demand. Ends with 0 on SIGTERM or SIGINT. Its lines hold counts only.
 */
async function run(stackPath: string, port: number): Promise<number> {
  const parameters = await readWorldFile(join(dirname(stackPath), 'world.json'));
  if (parameters === undefined) {
    say({ event: 'not-started', world: false });
    return 1;
  }
  const fonts = new Map(
    await Promise.all(
      MUNICIPALITIES.map(async ({ code }) => {
        const { set } = await openCityFonts({ municipality: code }, () => undefined);
        return [code, set] as const;
      }),
    ),
  );
  const offices = officesOf(generateWorld(parameters), (code) => {
    const set = fonts.get(code);
    if (set === undefined) throw new Error(`no fonts of ${code}`);
    return set;
  });
  const issuedOn = (): string => toWareki(jstDateOf(instantOf(Date.now()))) ?? '';
  const { server, counts } = createKosekiServer({ offices, issuedOn });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  say({ event: 'started', port, cities: offices.size });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  server.close();
  server.closeAllConnections();
  say({ event: 'ended', ...counts() });
  return 0;
}

function say(line: Readonly<Record<string, string | number | boolean>>): void {
  process.stdout.write(`${JSON.stringify({ program: 'koseki', ...line })}\n`);
}

const [stackPath] = process.argv.slice(2);
const port = Number(process.env['KOFU_KOSEKI_PORT'] ?? 4612);
if (stackPath === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await run(stackPath, port);
}
