import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { HttpResponse } from '../shared/http/http.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';

export type ConsoleFile = {
  /** Text stays text, so that it needs no BASE64 on its way. */
  readonly body: string | Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
};

/** The built console by path, `assets/index-Bx3k9.js`. Only what is in here can be asked for. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

type Kind = { readonly contentType: string; readonly text: boolean };

const KINDS: Readonly<Record<string, Kind>> = {
  '.html': { contentType: 'text/html; charset=utf-8', text: true },
  '.js': { contentType: 'text/javascript; charset=utf-8', text: true },
  '.css': { contentType: 'text/css; charset=utf-8', text: true },
  '.svg': { contentType: 'image/svg+xml', text: true },
  '.json': { contentType: 'application/json; charset=utf-8', text: true },
  '.txt': { contentType: 'text/plain; charset=utf-8', text: true },
  '.png': { contentType: 'image/png', text: false },
  '.ico': { contentType: 'image/x-icon', text: false },
  '.woff2': { contentType: 'font/woff2', text: false },
};
const UNKNOWN: Kind = { contentType: 'application/octet-stream', text: false };

/** The build puts the hash of the content into such a name: what it names never changes. */
const HASHED = /^assets\/.*-[A-Za-z0-9_-]{8,}\.\w+$/;

/** Reads the whole folder once, at the cold start. */
export async function loadConsoleFiles(folder: string): Promise<ConsoleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const loaded = files.map(async (file): Promise<[string, ConsoleFile]> => {
    const path = relative(folder, file).split(sep).join('/');
    return [path, consoleFile(path, await readFile(file))];
  });
  return new Map(await Promise.all(loaded));
}

export function consoleFile(path: string, bytes: Buffer): ConsoleFile {
  const kind = KINDS[extname(path)] ?? UNKNOWN;
  return {
    body: kind.text ? bytes.toString('utf8') : bytes,
    contentType: kind.contentType,
    cacheControl: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

/** 管理画面 itself: open to anyone, as it holds no data. */
export function consoleRoutes(files: () => Promise<ConsoleFiles>): readonly StaffRoute[] {
  const answer = async (path: string): Promise<HttpResponse> => fileResponse((await files()).get(path));
  return [
    { method: 'GET', path: '/', access: 'anyone', handle: () => answer('index.html') },
    {
      method: 'GET',
      path: '/{file+}',
      access: 'anyone',
      handle: ({ parameters }) => answer(parameters['file'] ?? ''),
    },
  ];
}

const NOT_FOUND = `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<title>ページが見つかりません</title>
<h1>ページが見つかりません</h1>
<p>アドレスを確かめてください。</p>
</html>
`;

function fileResponse(file: ConsoleFile | undefined): HttpResponse {
  if (file === undefined)
    return {
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: NOT_FOUND,
      refusal: 'STF-1006',
    };
  const { body, contentType, cacheControl } = file;
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': cacheControl }, body };
}
