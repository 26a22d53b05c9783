import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { build } from 'vite';
import type { AuditEvent } from '../../../functions/audit/index.ts';
import { historyRoutes } from '../../../functions/history/routes.ts';
import type { IssuanceRecord } from '../../../functions/issuance/index.ts';
import { authenticator } from '../../../functions/operators/authenticate.ts';
import { consoleRoutes, loadConsoleFiles } from '../../../functions/operators/console-files.ts';
import { createOperator } from '../../../functions/operators/create-operator.ts';
import { SessionEnvironment } from '../../../functions/operators/environment.ts';
import { sessionRoutes } from '../../../functions/operators/session-routes.ts';
import type { LambdaHandler } from '../../../functions/shared/http/http.ts';
import { Staff } from '../../../functions/shared/http/staff.ts';
import { type StaffRoute, staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { memoryHistory, memoryNames } from '../history/memory-history.ts';
import { context, memoryLog } from '../http/event.ts';
import { memoryAudit, memoryOperators, memorySessions } from '../operators/memory-stores.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Where the gateway of a local engine puts an API: the console must work below any such path. */
const BASE = '/_aws/execute-api/abc123/local';
export const PASSWORD = 'sample-password';

export type ConsoleHost = {
  readonly url: string;
  readonly audit: readonly AuditEvent[];
  /** Moves the servers' clock; the browser's is its own. */
  readonly advance: (milliseconds: number) => void;
  readonly close: () => Promise<void>;
};

/** The built console and the staff's handlers beside stores in memory, behind a stand-in for the gateway. */
export async function startConsoleHost(
  records: readonly IssuanceRecord[],
  names: Readonly<Record<string, string>>,
): Promise<ConsoleHost> {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-console-'));
  await build({
    root: join(ROOT, 'console'),
    configFile: join(ROOT, 'console/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  const files = await loadConsoleFiles(folder);
  await rm(folder, { recursive: true });

  const time = { offset: 0 };
  const clock = () => instantOf(Date.now() + time.offset);
  const { handlerOf, audit } = await handlersOf(records, names, clock);
  const console = handlerOf(consoleRoutes(async () => files));
  const server = createServer(async (incoming, outgoing) => {
    const path = new URL(incoming.url ?? '/', 'http://here').pathname;
    if (!path.startsWith(`${BASE}/`)) return void outgoing.writeHead(404).end();
    const below = path.slice(BASE.length);
    const handler = below.startsWith('/api/') ? handlerOf() : console;
    const result = await handler(await eventFrom(incoming, below), context);
    outgoing.writeHead(result.statusCode, {
      ...(result.headers as Record<string, string>),
      ...(result.multiValueHeaders as Record<string, string[]> | undefined),
    });
    outgoing.end(Buffer.from(result.body, result.isBase64Encoded === true ? 'base64' : 'utf8'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${BASE}/`,
    audit,
    advance: (milliseconds) => {
      time.offset += milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handlersOf(
  records: readonly IssuanceRecord[],
  names: Readonly<Record<string, string>>,
  clock: () => ReturnType<typeof instantOf>,
) {
  const operators = memoryOperators();
  const sessions = memorySessions();
  const audit = memoryAudit();
  const environment = SessionEnvironment.parse({
    STAFF_TABLE: 'staff',
    AUDIT_TABLE: 'audit',
    COOKIE_SECURE: 'false',
    STAGE: 'local',
    SESSION_MINUTES: '15',
    MUNICIPALITIES: '[{"code":"012050","name":"室蘭市"},{"code":"012301","name":"登別市"}]',
  });
  const staff = { municipality: '012050', department: '市民課' };
  for (const each of [
    { ...staff, operatorId: 'counter', name: '見本 窓口', permissions: ['history.read'] },
    { ...staff, operatorId: 'keeper', name: '見本 管理', permissions: ['history.read', 'history.protected'] },
    { ...staff, operatorId: 'nothing', name: '見本 新人', permissions: [] },
  ])
    await createOperator({ operators: operators.store, random: randomBytes }, Staff.parse(each), PASSWORD);
  const authenticate = authenticator({
    operators: operators.store,
    sessions: sessions.store,
    clock,
    idleMs: environment.SESSION_MINUTES * 60_000,
  });
  const common = { audit: audit.store, clock, newId: () => crypto.randomUUID() };
  const routes = [
    ...sessionRoutes({
      ...common,
      operators: operators.store,
      sessions: sessions.store,
      random: randomBytes,
      municipalities: new Set(environment.MUNICIPALITIES.map(({ code }) => code)),
      authenticate,
      environment,
    }),
    ...historyRoutes({
      ...common,
      history: memoryHistory(records),
      registry: memoryNames(names),
      resultWaitMs: 600_000,
    }),
  ];
  const { log } = memoryLog();
  const handlerOf = (own: readonly StaffRoute[] = routes): LambdaHandler =>
    staffHandler({ log, clock, maximumBytes: 4_096, authenticate, routes: own });
  return { handlerOf, audit: audit.events };
}

async function eventFrom(incoming: IncomingMessage, path: string): Promise<APIGatewayProxyEvent> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(incoming.url ?? '/', 'http://here').searchParams)
    query[name] = [...(query[name] ?? []), value];
  const event = {
    httpMethod: incoming.method ?? 'GET',
    path,
    resource: path,
    headers: incoming.headers,
    multiValueHeaders: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: query,
    body: Buffer.concat(chunks).toString('base64'),
    isBase64Encoded: true,
  };
  return event as unknown as APIGatewayProxyEvent;
}
