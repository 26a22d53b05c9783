import { describe, expect, test } from 'vitest';
import { main } from '../../../scripts/staff/main.ts';
import { staffClient } from '../../../simulator/staff-client.ts';

/** The command line with a session that nobody must need. */
async function run(...args: string[]) {
  let [out, complaints] = ['', ''];
  const code = await main(args, {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
    signIn: async () => staffClient('http://127.0.0.1:9/'),
  });
  return { code, out, complaints };
}

const CITY = ['--municipality', '012050'];

describe('npm run -s staff', () => {
  test('lists its commands', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('whoami');
  });

  test.each([
    [[], 'コマンドを指定してください。'],
    [['nichts'], '「nichts」というコマンドはありません。'],
    [['whoami'], '--municipality が必要です。'],
    [['whoami', '--municipality', '1'], '--municipality の値が正しくありません。'],
    [['whoami', '--municipality', '012050', '--operator', '市'], '--operator の値が正しくありません。'],
    [['whoami', '--what'], '--what'],
    [['changes'], 'SUBCOMMAND が必要です。'],
    [['changes', 'nichts', ...CITY], 'changes nichts はありません。'],
    [['changes', 'list'], '--municipality が必要です。'],
    [['changes', 'plan', ...CITY], '--set、--end、--file のどれかが必要です。'],
    [
      ['changes', 'plan', ...CITY, '--set', 'fee'],
      '--set の値「fee」が KIND:SCOPE=JSON の形ではありません。',
    ],
    [['changes', 'plan', ...CITY, '--set', 'fee:x={'], '--set の値が JSON ではありません。'],
    [['changes', 'plan', ...CITY, '--file', '/nowhere'], '/nowhere を読めません。'],
    [['changes', 'cancel', ...CITY], 'PLAN_ID が必要です。'],
    [['changes', 'calendar', ...CITY], '--file が必要です。'],
  ])('says what is wrong with %j, and signs in for none', async (args, complaint) => {
    const { code, complaints } = await run(...args);
    expect(code).toBe(2);
    expect(complaints).toContain(complaint);
  });
});
