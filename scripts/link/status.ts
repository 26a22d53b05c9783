import { parseArgs } from 'node:util';
import { ageLimitsIn, createSettingsStore, settingsAt } from '../../functions/changes/index.ts';
import { createClosureStore } from '../../functions/closures/index.ts';
import { createLinkageStore, readLinkStatus, type StatusParts } from '../../functions/linkage/index.ts';
import { createDocumentClient } from '../../functions/shared/aws.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { readStackFile, type StackFile } from '../deploy/stack-file.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { HOME_PLACE } from '../local/places.ts';
import type { LinkCommand, LinkWorld } from './command.ts';
import { statusText } from './status-text.ts';

type City = { readonly code: string; readonly name: string };
type StatusWish =
  | { readonly kind: 'help' }
  | { readonly kind: 'status'; readonly cities: readonly City[]; readonly json: boolean };

const HELP = `npm run -s link -- status    データ連携の状況を市ごとに示す

フィードと系列ごとに、最新の番号、基幹システムがファイルを作ってからの経過、取り込みまでの遅れ、番号の抜け、
失敗したファイルを示し、取り込み中のファイル、記録されている停止、止まっている証明書をその理由とともに示します。

  --municipality CODE   1 つの市だけ（全国地方公共団体コード 6 桁）
  --json                結果を JSON で書く
  -h, --help            この説明

終了コード: 0 どの証明書も止まっていない / 1 止まっている証明書がある / 2 書き方の誤り
`;

function parseStatusArguments(args: readonly string[]): Result<StatusWish, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        municipality: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return ok({ kind: 'help' });
    const { municipality, json } = values;
    const cities = MUNICIPALITIES.filter(({ code }) => municipality === undefined || code === municipality);
    if (cities.length === 0) return err(`「${municipality}」という市はありません。`);
    return ok({ kind: 'status', cities, json });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

export const status: LinkCommand = (args, world) =>
  runStatus(args, world, async () => statusParts(await readStackFile(HOME_PLACE.stackFile)));

/** This process speaks to that engine only, from here on. */
function statusParts(stack: StackFile): StatusParts {
  enterLocalAws(stack.endpoint, stack.region);
  const client = createDocumentClient();
  const settings = createSettingsStore({ client, table: stack.staffTable });
  return {
    linkage: createLinkageStore({ client, table: stack.registryTable }),
    closures: createClosureStore({ client, table: stack.staffTable }),
    limitsOf: async (municipality, now) =>
      ageLimitsIn(settingsAt(await settings.readSettings(municipality), now)),
  };
}

/** The same for another system than the one that runs. */
export async function runStatus(
  args: readonly string[],
  world: LinkWorld,
  open: () => Promise<StatusParts>,
): Promise<number> {
  const wish = parseStatusArguments(args);
  if (!wish.ok) {
    world.complain(`✗ ${wish.error}\n使い方: npm run -s link -- status --help\n`);
    return 2;
  }
  if (wish.value.kind === 'help') {
    world.write(HELP);
    return 0;
  }
  const parts = await open();
  const { cities, json } = wish.value;
  const now = instantOf(Date.now());
  const found = await Promise.all(
    cities.map(async ({ code, name }) => ({
      name,
      status: await readLinkStatus(parts, MunicipalityCode.parse(code), now),
    })),
  );
  if (json) world.write(`${JSON.stringify(found.map((one) => one.status))}\n`);
  else world.write(`${found.map((one) => statusText(one.status, one.name)).join('\n\n')}\n`);
  return found.some((one) => one.status.families.some(({ isClosed }) => isClosed)) ? 1 : 0;
}
