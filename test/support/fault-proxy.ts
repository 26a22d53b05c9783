import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What the engine never does by itself, and AWS does. */
export type Fault =
  | {
      readonly kind: 'throttle';
      readonly name: 'ThrottlingException' | 'ProvisionedThroughputExceededException';
    }
  /** A transaction that another one was faster than; `code` is the reason of its first item. */
  | { readonly kind: 'cancel'; readonly code: 'TransactionConflict' | 'ThrottlingError' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The call takes effect, its answer is lost. */
  | { readonly kind: 'drop' }
  /** The call arrives twice; its first answer counts. */
  | { readonly kind: 'double' }
  | { readonly kind: 'error' };

export type Plan = {
  /** Operation by the end of `x-amz-target`: `TransactWriteItems`. */
  readonly operation: string;
  readonly fault: Fault;
  /** How many calls it meets; all of them where nothing is said. */
  readonly times?: number;
  /** Calls that it lets pass before. */
  readonly after?: number;
};

export type FaultProxy = {
  readonly endpoint: string;
  readonly plan: (plan: Plan) => void;
  /** A fault, or none, for every call: overrides the plans. */
  readonly choose: (choice: ((operation: string) => Fault | undefined) | undefined) => void;
  readonly clear: () => void;
  /** The bodies of the calls so far, by operation. */
  readonly callsOf: (operation: string) => readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Stands between an SDK client and the engine on this machine, and lets calls go wrong as they were planned to.
 * @param remembers whether the bodies of calls are kept for `callsOf`; a long run keeps none
 */
export async function startFaultProxy(
  engine: string,
  { remembers = true }: { readonly remembers?: boolean } = {},
): Promise<FaultProxy> {
  const { hostname, port } = new URL(engine);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const plans: { readonly plan: Plan; seen: number }[] = [];
  const calls = new Map<string, string[]>();
  let choice: ((operation: string) => Fault | undefined) | undefined;

  const remember = (name: string, body: Buffer): void => {
    const known = calls.get(name) ?? [];
    calls.set(name, known);
    known.push(body.toString('utf8'));
  };

  const faultFor = (operation: string): Fault | undefined => {
    if (choice !== undefined) return choice(operation);
    for (const entry of plans) {
      if (entry.plan.operation !== operation) continue;
      entry.seen += 1;
      const turn = entry.seen - (entry.plan.after ?? 0);
      if (turn >= 1 && turn <= (entry.plan.times ?? Number.POSITIVE_INFINITY)) return entry.plan.fault;
    }
    return undefined;
  };

  const forward = async (incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers, agent });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bytesOf(answer) };
  };

  const answerTo = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const operation = String(incoming.headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    const name = operation ?? '';
    if (remembers) remember(name, body);
    const fault = faultFor(name);
    const answer = fault === undefined ? await forward(incoming, body) : await spoil(fault, incoming, body);
    if (answer === undefined || response.destroyed) return void incoming.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const spoil = async (
    fault: Fault,
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<Answer | undefined> => {
    switch (fault.kind) {
      case 'throttle':
        return failure(400, { __type: `${DYNAMO}#${fault.name}`, message: 'Throughput exceeds the limit' });
      case 'cancel':
        return failure(400, cancellation(fault.code, body));
      case 'error':
        return failure(500, { __type: `${DYNAMO}#InternalServerError`, message: 'Internal server error' });
      case 'delay':
        await pause(fault.milliseconds);
        return forward(incoming, body);
      case 'double': {
        const first = await forward(incoming, body);
        await forward(incoming, body);
        return first;
      }
      case 'drop':
        await forward(incoming, body);
        return undefined;
    }
  };

  const server = createServer((incoming, response) => {
    answerTo(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 30_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    plan: (plan) => plans.push({ plan, seen: 0 }),
    choose: (next) => {
      choice = next;
    },
    clear: () => {
      plans.length = 0;
      choice = undefined;
      calls.clear();
    },
    callsOf: (operation) => calls.get(operation) ?? [],
    close: async () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

const DYNAMO = 'com.amazonaws.dynamodb.v20120810';

const failure = (status: number, problem: object): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(JSON.stringify(problem)),
});

/** One reason per item of the transaction, as DynamoDB gives them. */
function cancellation(code: string, body: Buffer): object {
  const { TransactItems: items = [] } = JSON.parse(body.toString('utf8')) as { TransactItems?: unknown[] };
  const reasons = items.map((_, index) => (index === 0 ? { Code: code, Message: code } : { Code: 'None' }));
  return {
    __type: `${DYNAMO}#TransactionCanceledException`,
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${code}]`,
    CancellationReasons: reasons,
  };
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
