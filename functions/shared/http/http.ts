import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Instant } from '../time.ts';

/** An HTTP request as the chains and handlers see it; the gateway's event does not travel further. */
export type HttpRequest = {
  /** Upper-case. */
  readonly method: string;
  /** Below the API's base, without its query: `/v1/requests/abc`. */
  readonly path: string;
  /** Decoded values in the order in which they came. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Lower-case names; a header that came twice holds both values, joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw bytes, as they were signed. */
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
};

export type HttpResponse = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Whole values of `set-cookie`, one header line each. */
  readonly cookies?: readonly string[];
  /** Catalogued code of the refusal, for the log line only: it never leaves. */
  readonly refusal?: string;
  /** Id of the audit event that says whose data this answer shows: it never leaves. */
  readonly recorded?: string;
};

/** An entry of the gateway's proxy integration. */
export type LambdaHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export function toHttpRequest(event: APIGatewayProxyEvent, receivedAt: Instant): HttpRequest {
  return {
    method: event.httpMethod.toUpperCase(),
    path: event.path,
    query: queryOf(event),
    headers: headersOf(event),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    receivedAt,
  };
}

/** Bytes travel as BASE64, which the gateway turns back. */
export function toProxyResult(response: HttpResponse): APIGatewayProxyResult {
  const binary = typeof response.body !== 'string';
  return {
    statusCode: response.status,
    headers: { ...response.headers },
    ...(response.cookies === undefined ? {} : { multiValueHeaders: { 'set-cookie': [...response.cookies] } }),
    body: typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString('base64'),
    isBase64Encoded: binary,
  };
}

/** `GET /v1/requests/{id}`: the route, never the path itself, which may name a request or a person. */
export function routeOf(event: APIGatewayProxyEvent): string {
  return `${event.httpMethod.toUpperCase()} ${event.resource}`;
}

export function jsonResponse(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** The value of a query parameter; undefined where it is missing or came more than once. */
export function singleQuery(request: HttpRequest, name: string): string | undefined {
  const values = Object.hasOwn(request.query, name) ? request.query[name] : undefined;
  return values?.length === 1 ? values[0] : undefined;
}

/** Every parameter's value, for a schema; undefined where it came more than once. */
export const singleQueries = (request: HttpRequest): Record<string, string | undefined> =>
  Object.fromEntries(Object.keys(request.query).map((name) => [name, singleQuery(request, name)]));

/** The body as JSON, or undefined where it is not UTF-8 JSON. */
export function jsonBody(request: HttpRequest): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    return undefined;
  }
}

function queryOf(event: APIGatewayProxyEvent): Record<string, readonly string[]> {
  const entries = Object.entries(event.multiValueQueryStringParameters ?? {});
  return Object.fromEntries(entries.map(([name, values]) => [name, values ?? []]));
}

function headersOf(event: APIGatewayProxyEvent): Record<string, string> {
  const single = Object.entries(event.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    value ?? '',
  ]);
  const several = Object.entries(event.multiValueHeaders ?? {}).map(([name, values]) => [
    name.toLowerCase(),
    (values ?? []).join(', '),
  ]);
  return Object.fromEntries([...single, ...several]);
}
