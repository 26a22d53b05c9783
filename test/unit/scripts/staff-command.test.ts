import { describe, expect, test } from 'vitest';
import { main } from '../../../scripts/staff/main.ts';
import { staffClient } from '../../../simulator/staff-client.ts';

const PERSON = '000000000000001';
const CITY = ['--municipality', '012050'];
const FORBID = ['eligibility', 'forbid', PERSON, ...CITY];

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
    cities: async () => [],
  });
  return { code, out, complaints };
}

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
    [['cases', 'close', 'x', '--reason', 'retry-worked', '--no-bytes'], '--reason の値が正しくありません。'],
    [['cases', 'close', 'x', '--reason', 'misissued'], '--sha256 か --no-bytes'],
    [['cases', 'evidence', 'x'], '--out が必要です。'],
    [['discrepancy', 'commit'], 'ファイルが必要です。'],
    [['discrepancy', 'check', '/nowhere.csv', '--municipality', '012050'], '/nowhere.csv を読めません。'],
    [['whoami', 'x'], '「x」は余分です。'],
    [['close', '--municipality', '012050'], '--reason が必要です。'],
    [['close', '--reason', 'other'], '--municipality が必要です。'],
    [['close', '--reason', 'because', '--all'], '--reason の値が正しくありません。'],
    [['close', '--reason', 'other', '--all', '--municipality', '012050'], '一緒に使えません'],
    [['reopen', '--confirm', '--municipality', '012050'], '停止の名前が必要です。'],
    [['reopen', 'all#gate', '--municipality', '012050'], '--reason が必要です。'],
    [['eligibility', 'show', '1', '--municipality', '012050'], '宛名番号（15 桁）が必要です。'],
    [['eligibility', 'allow', PERSON], 'show・forbid・lift のどれかが必要です。'],
    [[...FORBID, '--reason', 'other'], '--type が必要です。'],
    [[...FORBID, '--type', 'all', '--reason', 'other', '--from', '2026-02-29'], '--from の値が'],
    [['age-exemption', 'withdraw', PERSON, ...CITY, '--until', '2027-01-01'], '--reason が必要です。'],
    [
      ['age-exemption', 'withdraw', PERSON, ...CITY, '--reason', 'other', '--until', '2027-01-01'],
      '--until はここでは使えません。',
    ],
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

describe('npm run -s staff -- close --all', () => {
  test('stops every city by a session in each, and says which one it has not stopped', async () => {
    const asked: [city: string, path: string, body: unknown][] = [];
    const [written, complaints]: [string[], string[]] = [[], []];
    const code = await main(['close', '--all', '--reason', 'system-fault', '--operator', 'rengo'], {
      write: (text) => void written.push(text),
      complain: (text) => void complaints.push(text),
      cities: async () => ['012050', '012301', '012335'],
      signIn: async ({ municipality, operator }) => {
        if (municipality === '012301') throw new Error('サインインできません');
        const send = async (_method: string, path: string, body?: unknown) => {
          asked.push([`${municipality} ${operator}`, path, body]);
          const answer = JSON.stringify({ closures: [] });
          return { status: 200, headers: new Headers(), body: new TextEncoder().encode(answer) };
        };
        return { ...staffClient('http://127.0.0.1:9/'), send };
      },
    });
    const request = { type: 'all', reason: 'system-fault' };
    expect(asked).toEqual([
      ['012050 rengo', 'api/closures', request],
      ['012335 rengo', 'api/closures', request],
    ]);
    expect(code).toBe(1);
    expect(complaints).toEqual(['✗ 012301 は止まっていません: サインインできません\n']);
    expect(written.join('')).toContain('✓ 012335 を止めました。');
  });
});
