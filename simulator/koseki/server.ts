import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { KosekiQuestion } from '../../functions/koseki/index.ts';
import { answerAboutOthers, answerTo, type KosekiOffices } from './answer.ts';
import { KosekiFaultName, spoiled, WRONG_SIZE } from './faults.ts';
import { exchangeOf } from './swap.ts';
import { type Sent, sendAnswer, sendDecline } from './wire.ts';

const MOST_BODY = 64 * 1024;
const MOST_REMEMBERED = 100_000;

export type KosekiServerParts = {
  readonly offices: KosekiOffices;
  /** 発行日 as printed. */
  readonly issuedOn: () => string;
  /** Milliseconds that an answer is held back, so that answers overtake each other. */
  readonly holdMs?: (question: KosekiQuestion) => number;
};

/** `POST /admin/fault`: for the next `times` questions, or for one; without `fault` all goes well again. */
const FaultPlan = z.strictObject({
  fault: KosekiFaultName.optional(),
  requestId: z.string().optional(),
  times: z.int().min(1).optional(),
});
export type FaultPlan = z.infer<typeof FaultPlan>;

export type KosekiServer = {
  readonly server: Server;
  readonly plan: (plan: FaultPlan) => void;
  readonly counts: () => { readonly connections: number; readonly questions: number; readonly open: number };
};

/** The stand-in of the three cities' koseki systems; the caller listens on 127.0.0.1. */
export function createKosekiServer(parts: KosekiServerParts): KosekiServer {
  const counted = { connections: 0, questions: 0, open: 0 };
  const plans = faultPlans();
  const answered = new Set<string>();
  const swap = exchangeOf<Sent>();

  const server = createServer((request, response) => {
    const { socket } = request;
    serve(request, socket).catch((error: unknown) => {
      process.stderr.write(
        `${JSON.stringify({ program: 'koseki', event: 'defect', error: String(error) })}\n`,
      );
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    counted.connections += 1;
    counted.open += 1;
    socket.once('close', () => {
      counted.open -= 1;
    });
    // The other side closes in the middle of faults.
    socket.on('error', () => undefined);
  });

  const serve = async (request: IncomingMessage, socket: Socket): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!isOwnHost(request)) return sendDecline(socket, '421 Misdirected Request', '', 'ill-formed');
    if (pathname === '/') return sendJson(socket, '200 OK', { program: 'koseki', ...counted });
    const body = request.method === 'POST' ? jsonOf(await bodyOf(request)) : undefined;
    if (pathname === '/admin/fault') return takePlan(socket, body);
    const { data: question } = KosekiQuestion.safeParse(body);
    if (pathname !== '/v1/certificates' || question === undefined)
      return sendDecline(socket, '400 Bad Request', '', 'ill-formed');
    counted.questions += 1;
    const { data: wished } = KosekiFaultName.safeParse(searchParams.get('fault'));
    await answer(socket, question, wished ?? plans.take(question.requestId));
  };

  const takePlan = (socket: Socket, body: unknown): void => {
    const { data } = FaultPlan.safeParse(body);
    if (data !== undefined) plans.add(data);
    if (data !== undefined) sendJson(socket, '200 OK', data);
    else sendJson(socket, '400 Bad Request', { faults: KosekiFaultName.options });
  };

  const answer = async (
    socket: Socket,
    question: KosekiQuestion,
    fault: KosekiFaultName | undefined,
  ): Promise<void> => {
    const { requestId, kosekiPersonKey: personKey } = question;
    if (answered.has(requestId)) return sendDecline(socket, '409 Conflict', requestId, 'repeated');
    remember(answered, requestId);
    const size = fault === 'wrong-page-size' ? { size: WRONG_SIZE } : {};
    const about = fault === 'wrong-person' ? answerAboutOthers : answerTo;
    const drawing = { issuedOn: parts.issuedOn(), ...size };
    const drawn = about(parts.offices, question, drawing);
    const held = parts.holdMs?.(question) ?? 0;
    if (held > 0) await pause(held);
    if (!drawn.ok) return sendDecline(socket, '422 Unprocessable Content', requestId, drawn.error);
    const own: Sent = { pdf: await spoiled(drawn.value.pdf, fault), requestId, personKey };
    if (fault !== 'swapped' && fault !== 'swapped-body') return sendAnswer(socket, own, fault);
    const other = await swap(own, () => strangerOf(question, drawing));
    if (fault === 'swapped') sendAnswer(socket, other, undefined);
    else sendAnswer(socket, own, undefined, other.pdf);
  };

  /** Whose answer comes where nobody else asks meanwhile. */
  const strangerOf = (question: KosekiQuestion, drawing: { readonly issuedOn: string }): Sent => {
    const other = answerAboutOthers(parts.offices, question, drawing);
    const pdf = other.ok ? other.value.pdf : new Uint8Array(0);
    return { pdf, requestId: `0-${question.requestId.slice(2)}`, personKey: 'K0' };
  };

  return { server, plan: plans.add, counts: () => ({ ...counted }) };
}

/** The oldest is forgotten: the stand-in runs for days. */
function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > MOST_REMEMBERED && oldest !== undefined) ids.delete(oldest);
}

function faultPlans() {
  const byId = new Map<string, KosekiFaultName>();
  let general: { readonly fault: KosekiFaultName | undefined; left: number } = { fault: undefined, left: 0 };
  return {
    add: ({ fault, requestId, times = Number.POSITIVE_INFINITY }: FaultPlan): void => {
      if (requestId === undefined) general = { fault, left: times };
      else if (fault === undefined) byId.delete(requestId);
      else byId.set(requestId, fault);
    },
    take: (requestId: string): KosekiFaultName | undefined => {
      const own = byId.get(requestId);
      if (own !== undefined) byId.delete(requestId);
      if (own !== undefined || general.left < 1) return own;
      general.left -= 1;
      return general.fault;
    },
  };
}

/** A page elsewhere could name this server by a host name of its own (DNS rebinding). */
function isOwnHost({ socket, headers: { host } }: IncomingMessage): boolean {
  return host === `127.0.0.1:${socket.localPort}` || host === `localhost:${socket.localPort}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > MOST_BODY) return '';
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sendJson(socket: Socket, status: string, value: unknown): void {
  const body = JSON.stringify(value);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
