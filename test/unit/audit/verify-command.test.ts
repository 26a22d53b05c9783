import { describe, expect, test } from 'vitest';
import { main } from '../../../scripts/audit/main.ts';
import { chainWorld } from './chain-world.ts';

async function run(args: readonly string[], world = chainWorld()) {
  let [out, complaints] = ['', ''];
  const shown: number[] = [];
  const code = await main(args, {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
    progress: { at: (_label, done, total) => void shown.push(done / total), clear: () => undefined },
    open: async () => world.parts as never,
    clock: world.now,
  });
  return { code, out, complaints, shown };
}

describe('npm run -s audit -- verify', () => {
  test('says that nothing was changed, and how much it has looked at', async () => {
    const world = chainWorld();
    await world.write();
    world.pass(3);
    await world.seal();
    const { code, out, shown } = await run(['verify', '--municipality', '012050'], world);
    expect(out).toBe(
      '✓ 室蘭市 2026-11-16〜2026-11-23: 封印 1 個、記録 1 件を確かめました。指摘はありません。\n',
    );
    expect(code).toBe(0);
    expect(shown.at(-1)).toBe(1);
  });

  test('names the day and the event that was changed, and nobody', async () => {
    const world = chainWorld();
    const key = await world.write();
    world.pass(3);
    await world.seal();
    world.table.items.set(key, { ...world.table.items.get(key), action: 'issuance.failed' });
    const id = key.split('\n')[1];
    const text = await run(['verify'], world);
    expect(text.out).toContain(`✗ 室蘭市 2026-11-23 記録 ${id}: 内容が封印のときと違います（改変）\n`);
    expect(text.out).not.toContain('000000000000001');
    const json = await run(['verify', '--json', '--from', '2026-11-23', '--to', '2026-11-23'], world);
    expect([text.code, json.code]).toEqual([1, 1]);
    expect(JSON.parse(json.out.split('\n')[0] ?? '')).toMatchObject({
      municipality: '012050',
      found: 1,
      findings: [{ kind: 'event-changed', day: '2026-11-23', event: id }],
    });
  });

  test.each([
    [[], 'コマンドを指定してください。'],
    [['seal'], '「seal」というコマンドはありません。'],
    [['verify', '--municipality', '999999'], '「999999」という市はありません。'],
    [['verify', '--from', '11/23'], '--from は'],
    [['verify', '--from', '2026-11-24', '--to', '2026-11-23'], '--from が --to より後の日です。'],
    [['verify', '--what'], '--what'],
  ])('says what is wrong with %j', async (args, complaint) => {
    const { code, complaints } = await run(args);
    expect(code).toBe(2);
    expect(complaints).toContain(complaint);
  });
});
