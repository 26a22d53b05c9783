import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  IssueRequest,
  MenuRequest,
  MenuResponse,
  PrintOutcome,
  RequestStatus,
  ResultRequest,
} from '../../../functions/issuance/contract.ts';
import { PUBLIC_REFUSALS, type PublicCode } from '../../../functions/shared/refusals.ts';
import { isSignedBy, SIGNATURE_HEADERS } from '../../../functions/shared/signature.ts';

export const KEY_ID = 'centre-test';
export const KEY = 'ab'.repeat(32);
/** Not the root, so that a path that is signed with the base URL's own is found out. */
const BASE_PATH = '/_aws/execute-api/abc123/local';

export type SeenRequest = { readonly method: string; readonly path: string; readonly body: unknown };

export type StubBehaviour = {
  menu?: (request: MenuRequest) => Record<string, unknown> | PublicCode;
  issue?: (request: IssueRequest) => Uint8Array | PublicCode;
  /** Overrides of the headers of an issued PDF. */
  pdfHeaders?: (request: IssueRequest) => Record<string, string>;
  status?: (requestId: string) => RequestStatus['state'];
};

export type StubKioskApi = {
  readonly baseUrl: string;
  readonly seen: SeenRequest[];
  readonly behaviour: StubBehaviour;
  close(): Promise<void>;
};

const MEMBERS = ['見本　太郎', '見本　花子', '見本　\u{e000}子'];

export const PERSON_IDS = MEMBERS.map((_, index) => String(12_345 + index).padStart(15, '0'));

export function menuOf(municipality: string): Record<string, unknown> & Pick<MenuResponse, 'offers'> {
  return {
    municipality,
    offers: [
      {
        type: 'resident-record',
        name: '住民票の写し',
        family: 'resident-record',
        scopes: ['individual', 'household', 'partial'],
        options: ['relationship', 'domicile', 'residency'],
        feeJpy: 300,
      },
    ],
    household: MEMBERS.map((fullName, index) => ({
      personId: PERSON_IDS[index],
      fullName,
      isApplicant: index === 0,
    })),
    register: [],
  };
}

const STATE_OF: Readonly<Record<PrintOutcome, RequestStatus['state']>> = {
  printed: 'printed',
  cancelled: 'cancelled',
  failed: 'failed',
};

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers = {},
) {
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

function refuse(response: ServerResponse, code: PublicCode): void {
  const { status, title, message, retry } = PUBLIC_REFUSALS[code];
  const problem = { type: 'about:blank', title, status, code, message, retry };
  answer(response, status, 'application/problem+json', JSON.stringify(problem));
}

const isOneOf = (value: unknown): value is PublicCode =>
  typeof value === 'string' && Object.hasOwn(PUBLIC_REFUSALS, value);

/** Stands in for the kiosk API on loopback: checks time-honoured signatures and nonces, then does as it is told. */
export async function startStubKioskApi(pdf: Uint8Array): Promise<StubKioskApi> {
  const seen: SeenRequest[] = [];
  const nonces = new Set<string>();
  const behaviour: StubBehaviour = {};

  const statusOf = (municipality: string, requestId: string, state: RequestStatus['state']) =>
    JSON.stringify({
      requestId,
      municipality,
      type: 'resident-record',
      typeName: '住民票の写し',
      state,
      receivedAt: '2026-11-23T09:15:00.000+09:00',
    });

  function issue(response: ServerResponse, request: IssueRequest): void {
    const issued = behaviour.issue?.(request) ?? pdf;
    if (isOneOf(issued)) {
      refuse(response, issued);
      return;
    }
    answer(response, 200, 'application/pdf', issued, {
      'x-kofu-request-id': request.requestId,
      'x-kofu-pdf-sha256': createHash('sha256').update(issued).digest('hex'),
      ...behaviour.pdfHeaders?.(request),
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = (request.url ?? '').slice(BASE_PATH.length);
    const method = request.method ?? '';
    const header = (name: string): string => String(request.headers[name] ?? '');
    const nonce = header(SIGNATURE_HEADERS.nonce);
    const parts = { method, path, time: header(SIGNATURE_HEADERS.time), nonce, body };
    const signed =
      header(SIGNATURE_HEADERS.keyId) === KEY_ID &&
      isSignedBy(KEY, parts, header(SIGNATURE_HEADERS.signature));
    if (!signed) return refuse(response, 'KSK-3001');
    if (nonces.has(nonce)) return refuse(response, 'KSK-3002');
    nonces.add(nonce);
    const content: unknown = body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
    seen.push({ method, path, body: content });
    if (path === '/v1/menu') {
      const wanted = content as MenuRequest;
      const menu = behaviour.menu?.(wanted) ?? menuOf(wanted.municipality);
      if (isOneOf(menu)) return refuse(response, menu);
      return answer(response, 200, 'application/json', JSON.stringify(menu));
    }
    if (path === '/v1/issue') return issue(response, content as IssueRequest);
    if (path === '/v1/result') {
      const { municipality, requestId, outcome } = content as ResultRequest;
      const text = statusOf(municipality, requestId, STATE_OF[outcome]);
      return answer(response, 200, 'application/json', text);
    }
    const url = new URL(path, 'http://stub');
    const requestId = url.pathname.split('/').at(-1) ?? '';
    const state = behaviour.status?.(requestId) ?? 'responded';
    const text = statusOf(url.searchParams.get('municipality') ?? '', requestId, state);
    return answer(response, 200, 'application/json', text);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${BASE_PATH}`,
    seen,
    behaviour,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
