import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import type { PageAnswer, PageApi } from './page-api.ts';

const LARGEST_BODY = 64 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Nothing from anywhere but this server; pdf.js draws glyphs through fonts that it makes in memory. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export type PageFile = { readonly type: string; readonly body: Uint8Array };
export type PageFiles = ReadonlyMap<string, PageFile>;

/** All files of a built page by their URL path; `/` is `index.html`. */
export async function loadPageFiles(directory: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    if (type === undefined) continue;
    files.set(`/${relative(directory, path).split(sep).join('/')}`, { type, body: await readFile(path) });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

/** A page elsewhere could name this server by a host name of its own (DNS rebinding); such a name is refused. */
function isOwnHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  const host = request.headers.host;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function isSameOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${request.headers.host}`) return false;
  return site === undefined || site === 'same-origin' || site === 'none';
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > LARGEST_BODY) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: PageAnswer): void {
  response.writeHead(answer.status, {
    ...SECURITY_HEADERS,
    'content-type': answer.type,
    'cache-control': 'no-store',
    ...answer.headers,
  });
  response.end(answer.body);
}

const refuse = (response: ServerResponse, status: number, text: string): void =>
  send(response, { status, type: 'text/plain; charset=utf-8', body: `${text}\n` });

async function serve(request: IncomingMessage, response: ServerResponse, files: PageFiles, api: PageApi) {
  const method = request.method ?? '';
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (!isOwnHost(request)) return refuse(response, 421, 'この名前では使えません。');
  if (!path.startsWith('/api/')) {
    const file = files.get(path);
    if (file === undefined) return refuse(response, 404, 'ページが見つかりません。');
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'この方法では使えません。');
    return send(response, { status: 200, type: file.type, body: method === 'HEAD' ? '' : file.body });
  }
  if (!isSameOrigin(request)) return refuse(response, 403, 'ほかのページからは使えません。');
  // A form of another page cannot send this type without asking first.
  if (method === 'POST' && request.headers['content-type'] !== 'application/json')
    return refuse(response, 415, 'JSON だけを受け付けます。');
  const body = await bodyOf(request);
  if (body === undefined) return refuse(response, 413, '要求が大きすぎます。');
  return send(response, await api(method, path, body));
}

/** Serves the kiosk page and its API to this machine only; the caller listens on 127.0.0.1. */
export function createKioskServer(files: PageFiles, api: PageApi): Server {
  return createServer((request, response) => {
    serve(request, response, files, api).catch(() => response.destroy());
  });
}
