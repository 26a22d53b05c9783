import { describe, expect, test } from 'vitest';
import { type KioskChain, kioskHandler } from '../../../functions/shared/http/kiosk-chain.ts';
import { problem, refusalOf } from '../../../functions/shared/http/problem.ts';
import { REFUSALS, type RefusalCode } from '../../../functions/shared/refusals.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { bodyOf, context, eventOf, memoryLog } from './event.ts';

function chainOf(changes: Partial<KioskChain> = {}) {
  const { log, lines } = memoryLog();
  const calls: string[] = [];
  let time = 100;
  const handler = kioskHandler({
    log,
    clock: () => {
      time += 5;
      return instantOf(time);
    },
    maximumBytes: 10,
    verify: async () => {
      calls.push('verify');
      return ok(undefined);
    },
    handle: async () => {
      calls.push('handle');
      return { status: 200, headers: {}, body: 'done' };
    },
    ...changes,
  });
  const send = (body = '') =>
    handler(eventOf({ method: 'POST', path: '/v1/issue', resource: '/v1/issue', body }), context);
  return { send, calls, lines };
}

describe("the kiosk's chain", () => {
  test('verifies before it handles, and logs one catalogued line', async () => {
    const { send, calls, lines } = chainOf();
    expect((await send()).statusCode).toBe(200);
    expect(calls).toEqual(['verify', 'handle']);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ code: 'HTTP-1001', route: 'POST /v1/issue', status: 200, elapsedMs: 5 }),
    ]);
  });

  test('refuses a body that is too large before the signature is looked at', async () => {
    const { send, calls, lines } = chainOf();
    const result = await send('12345678901');
    expect(result.statusCode).toBe(413);
    expect(bodyOf(result)).toMatchObject({ code: 'KSK-3003' });
    expect(calls).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'HTTP-1002', refusal: 'ISS-3003' });
  });

  test('does not handle what the centre has not signed', async () => {
    const { send, calls, lines } = chainOf({ verify: async () => err('ISS-3001') });
    const result = await send();
    expect(result.statusCode).toBe(401);
    expect(bodyOf(result)).toMatchObject({ code: 'KSK-3001', retry: false });
    expect(calls).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  test.each([
    ['verify', new TypeError('山田太郎 012050')],
    ['handle', new RangeError('山田太郎 012050')],
  ])('turns an unexpected error of %s into a shaped answer and says only its class', async (part, error) => {
    const fail = async () => {
      throw error;
    };
    const { send, lines } = chainOf({ [part]: fail });
    const result = await send();
    expect(result.statusCode).toBe(503);
    expect(bodyOf(result)).toMatchObject({ code: 'KSK-2001' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'HTTP-5001', defect: error.name });
    expect(lines.join() + JSON.stringify(result)).not.toContain('山田');
  });

  test('keeps interleaved invocations apart', async () => {
    const { send } = chainOf({
      handle: async (request) => {
        const text = Buffer.from(request.body).toString();
        await new Promise((resolve) => setTimeout(resolve, text === 'slow' ? 20 : 0));
        return { status: 200, headers: {}, body: text };
      },
    });
    const answers = await Promise.all([send('slow'), send('fast')]);
    expect(answers.map(({ body }) => body)).toEqual(['slow', 'fast']);
  });
});

describe('a refusal', () => {
  const counter = (Object.keys(REFUSALS) as RefusalCode[]).filter(
    (code) => REFUSALS[code].public === 'KSK-1005',
  );

  test('behind the code of the counter is the same whatever its reason, for the log too', () => {
    const answers = counter.map((code) => JSON.stringify(refusalOf(code)));
    expect(counter.length).toBeGreaterThan(5);
    expect(new Set(answers)).toEqual(new Set([JSON.stringify(problem('KSK-1005'))]));
  });

  test('of any other code tells its reason to the log', () => {
    expect(refusalOf('ISS-1301')).toEqual({ ...problem('KSK-1006'), refusal: 'ISS-1301' });
  });
});
