import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { anyFreePort, ENGINE_PORT, portFrom, requireFreePort } from '../../../scripts/local/ports.ts';
import { atEndpoint } from '../../../scripts/local/start-steps.ts';

describe('ports', () => {
  test('the usual one holds unless the variable names another', () => {
    expect(portFrom(ENGINE_PORT, {})).toBe(4610);
    expect(portFrom(ENGINE_PORT, { KOFU_PORT: '5000' })).toBe(5000);
  });

  test.each(['0', '65536', 'abc', '80 80', '-1'])('%j is no port', (text) => {
    expect(() => portFrom(ENGINE_PORT, { KOFU_PORT: text })).toThrow(/KOFU_PORT is/);
  });

  test('a taken one is named, with the variable that chooses another', async () => {
    const port = await anyFreePort();
    await requireFreePort(port, ENGINE_PORT);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await expect(requireFreePort(port, ENGINE_PORT)).rejects.toMatchObject({
      message: `Port ${port} is taken by another program`,
      remedy: expect.stringContaining('KOFU_PORT='),
    });
    server.close();
  });

  test('URLs from a deployment on another port lead to the engine of today', () => {
    const moved = atEndpoint(
      { queue: 'http://127.0.0.1:4610/000000000000/link', name: 'table-4610', arn: 'arn:aws:kms:x' },
      'http://127.0.0.1:5000',
    );
    expect(moved).toEqual({
      queue: 'http://127.0.0.1:5000/000000000000/link',
      name: 'table-4610',
      arn: 'arn:aws:kms:x',
    });
  });
});
