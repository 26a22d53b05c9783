import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  ErrorReceipt,
  type ErrorReport,
  type IssueRequest,
  type MenuRequest,
  MenuResponse,
  Problem,
  RequestStatus,
  type ResultRequest,
} from '../functions/issuance/contract.ts';
import { err, ok, type Result } from '../functions/shared/result.ts';
import { canonicalQuery, SIGNATURE_HEADERS, sign } from '../functions/shared/signature.ts';

/** Headers that bind an answered PDF to its request. */
export const PDF_HEADERS = { requestId: 'x-kofu-request-id', sha256: 'x-kofu-pdf-sha256' } as const;

/** The centre waits longer than the API's own deadline, so that a refusal by deadline still arrives. */
const ANSWER_WAIT_MS = 30_000;

export type CenterOptions = {
  /** Of the kiosk API, up to and including its stage: `http://127.0.0.1:4566/_aws/execute-api/<id>/<stage>`. */
  readonly baseUrl: string;
  readonly keyId: string;
  /** 64 hex digits. */
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** 32 lower-case hex digits, never the same twice. */
  readonly newNonce?: () => string;
};

/** A request as it goes out; whatever is left out is made as an honest centre makes it. */
export type RawRequest = {
  readonly method: string;
  /** Path below the base URL, with its query: `/v1/menu`. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly keyId?: string;
  readonly time?: string;
  readonly nonce?: string;
  readonly signature?: string;
  /** Overrides by name; `undefined` takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: Uint8Array };

/** A refusal as the kiosk sees it, with the status of its answer. */
export type Refusal = { readonly status: number; readonly problem: Problem };

export type IssuedPdf = {
  readonly pdf: Uint8Array;
  readonly requestId: string;
  /** SHA-256 of `pdf`, lower-case hex; checked against the bytes. */
  readonly sha256: string;
  readonly headers: Headers;
};

/** No answer, or one that breaks the contract: nothing may be printed from it. */
export class CenterFault extends Error {
  override readonly name = 'CenterFault';
}

export type Center = {
  /** @throws CenterFault where there is no answer or one outside the contract; so do all the others. */
  menu(request: MenuRequest): Promise<Result<MenuResponse, Refusal>>;
  issue(request: IssueRequest): Promise<Result<IssuedPdf, Refusal>>;
  result(request: ResultRequest): Promise<Result<RequestStatus, Refusal>>;
  /** Reports an error that the centre has met with a request. */
  reportError(report: ErrorReport): Promise<Result<ErrorReceipt, Refusal>>;
  query(municipality: string, requestId: string): Promise<Result<RequestStatus, Refusal>>;
  /** Sends exactly these parts, for whoever wants to see what becomes of a tampered request. */
  send(request: RawRequest): Promise<RawAnswer>;
};

const bytesOf = (body: string | Uint8Array | undefined): Uint8Array<ArrayBuffer> =>
  typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body ?? []);

const isSuccess = (answer: RawAnswer): boolean => answer.status >= 200 && answer.status <= 299;

const mediaTypeOf = (answer: RawAnswer): string =>
  (answer.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

function parseJson<S extends z.ZodType>(answer: RawAnswer, schema: S, what: string): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    throw new CenterFault(`status ${answer.status}: ${what} is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)');
  throw new CenterFault(`status ${answer.status}: ${what} breaks the contract at ${places.join(', ')}`);
}

function refusalOf(answer: RawAnswer): Refusal {
  if (mediaTypeOf(answer) !== 'application/problem+json')
    throw new CenterFault(`status ${answer.status}: neither what was asked for nor a refusal`);
  const problem = parseJson(answer, Problem, 'the refusal');
  if (problem.status !== answer.status)
    throw new CenterFault(`a refusal of status ${problem.status} came with status ${answer.status}`);
  return { status: answer.status, problem };
}

function issuedOf(answer: RawAnswer, requestId: string): IssuedPdf {
  if (mediaTypeOf(answer) !== 'application/pdf') throw new CenterFault('the answer is not a PDF');
  if (answer.headers.get(PDF_HEADERS.requestId) !== requestId)
    throw new CenterFault('the PDF belongs to another request');
  const sha256 = createHash('sha256').update(answer.body).digest('hex');
  if (answer.headers.get(PDF_HEADERS.sha256) !== sha256)
    throw new CenterFault('the PDF is not the one that was sent off');
  return { pdf: answer.body, requestId, sha256, headers: answer.headers };
}

/** The stand-in for the certificate issuance centre (証明書交付センター): signs requests and trusts no answer unread. */
export function createCenter(options: CenterOptions): Center {
  const fetchNow = options.fetch ?? globalThis.fetch;
  const now = options.now ?? Date.now;
  const newNonce = options.newNonce ?? (() => randomBytes(16).toString('hex'));
  const baseUrl = options.baseUrl.replace(/\/+$/, '');

  async function send(request: RawRequest): Promise<RawAnswer> {
    const body = bytesOf(request.body);
    const time = request.time ?? String(now());
    const nonce = request.nonce ?? newNonce();
    const { method, path } = request;
    const headers: Record<string, string | undefined> = {
      ...(body.length > 0 ? { 'content-type': 'application/json' } : {}),
      accept: 'application/pdf, application/json, application/problem+json',
      [SIGNATURE_HEADERS.keyId]: request.keyId ?? options.keyId,
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]:
        request.signature ?? sign(options.key, { method, path, time, nonce, body }),
      ...request.headers,
    };
    const present = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    try {
      const response = await fetchNow(baseUrl + path, {
        method,
        headers: present,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
        ...(body.length > 0 ? { body } : {}),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: new Uint8Array(await response.arrayBuffer()),
      };
    } catch (error) {
      throw new CenterFault('the kiosk API does not answer', { cause: error });
    }
  }

  const post = (path: string, request: unknown): Promise<RawAnswer> =>
    send({ method: 'POST', path, body: JSON.stringify(request) });

  function statusOf(
    answer: RawAnswer,
    municipality: string,
    requestId: string,
  ): Result<RequestStatus, Refusal> {
    if (!isSuccess(answer)) return err(refusalOf(answer));
    const status = parseJson(answer, RequestStatus, 'the request status');
    if (status.requestId !== requestId || status.municipality !== municipality)
      throw new CenterFault('the status belongs to another request');
    return ok(status);
  }

  return {
    send,
    async menu(request) {
      const answer = await post('/v1/menu', request);
      if (!isSuccess(answer)) return err(refusalOf(answer));
      const menu = parseJson(answer, MenuResponse, 'the menu');
      if (menu.municipality !== request.municipality) throw new CenterFault('the menu is of another city');
      return ok(menu);
    },
    async issue(request) {
      const answer = await post('/v1/issue', request);
      return isSuccess(answer) ? ok(issuedOf(answer, request.requestId)) : err(refusalOf(answer));
    },
    async result(request) {
      return statusOf(await post('/v1/result', request), request.municipality, request.requestId);
    },
    async reportError(report) {
      const answer = await post('/v1/errors', report);
      return isSuccess(answer) ? ok(parseJson(answer, ErrorReceipt, 'the receipt')) : err(refusalOf(answer));
    },
    async query(municipality, requestId) {
      const path = `/v1/requests/${encodeURIComponent(requestId)}${canonicalQuery({ municipality: [municipality] })}`;
      return statusOf(await send({ method: 'GET', path }), municipality, requestId);
    },
  };
}
