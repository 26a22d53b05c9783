import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleRoutes, loadConsoleFiles } from '../../../functions/operators/console-files.ts';
import type { LambdaHandler } from '../../../functions/shared/http/http.ts';
import { CONTENT_SECURITY_POLICY } from '../../../functions/shared/http/security-headers.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { context, eventOf, memoryLog } from '../http/event.ts';

let folder: string;
let handler: LambdaHandler;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-console-'));
  const root = join(folder, 'console');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.js'), 'secret of the function');
  await writeFile(join(root, 'index.html'), '<!doctype html><title>管理画面</title>');
  await writeFile(join(root, 'assets/index-Bx3k9_aZ.js'), 'export {};');
  await writeFile(join(root, 'assets/index-Bx3k9_aZ.css'), 'a{}');
  await writeFile(join(root, 'assets/logo-Bx3k9_aZ.png'), Buffer.from([0x89, 0x50]));
  const files = loadConsoleFiles(root);
  handler = staffHandler({
    log: memoryLog().log,
    clock: () => instantOf(0),
    maximumBytes: 0,
    authenticate: async () => undefined,
    routes: consoleRoutes(() => files),
  });
});
afterAll(() => rm(folder, { recursive: true }));

const get = (path: string) => handler(eventOf({ path }), context);

describe("the console's files", () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/index-Bx3k9_aZ.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/index-Bx3k9_aZ.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/logo-Bx3k9_aZ.png', 'image/png', 'public, max-age=31536000, immutable'],
  ])('%s comes as %s and may be kept as %s', async (path, type, cache) => {
    const result = await get(path);
    expect(result.statusCode).toBe(200);
    expect(result.headers).toMatchObject({
      'content-type': type,
      'cache-control': cache,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    });
  });

  test('that are pictures travel as BASE64 and texts as they are', async () => {
    expect(await get('/assets/logo-Bx3k9_aZ.png')).toMatchObject({ isBase64Encoded: true, body: 'iVA=' });
    expect(await get('/')).toMatchObject({ isBase64Encoded: false });
  });

  test.each([
    '/../index.js',
    '/%2e%2e/index.js',
    '/..%2findex.js',
    '/assets/../../index.js',
    '/assets/%2e%2e%2f%2e%2e%2findex.js',
    '/%5c..%5cindex.js',
    '//etc/passwd',
    '/%00',
    '/assets',
    '/constructor',
  ])('%s leads nowhere', async (path) => {
    const result = await get(path);
    expect(result.statusCode).toBe(404);
    expect(result.body).not.toContain('secret');
    expect(result.headers).toMatchObject({ 'content-security-policy': CONTENT_SECURITY_POLICY });
  });
});
