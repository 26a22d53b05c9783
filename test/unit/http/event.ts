import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { createLog, type Log } from '../../../functions/shared/log.ts';
import { instantOf } from '../../../functions/shared/time.ts';

export type Sent = {
  readonly method?: string;
  readonly path: string;
  readonly resource?: string;
  readonly query?: Readonly<Record<string, string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The gateway's proxy event, as far as anything reads it. */
export function eventOf(sent: Sent): APIGatewayProxyEvent {
  const event = {
    httpMethod: sent.method ?? 'GET',
    path: sent.path,
    resource: sent.resource ?? sent.path,
    headers: sent.headers ?? {},
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: sent.query ?? null,
    body: sent.body === undefined ? null : Buffer.from(sent.body).toString('base64'),
    isBase64Encoded: sent.body !== undefined,
  };
  return event as unknown as APIGatewayProxyEvent;
}

export const context = {} as Context;

export const bodyOf = (result: APIGatewayProxyResult): unknown => JSON.parse(result.body);

/** The header lines of a result's cookies. */
export const cookiesOf = (result: APIGatewayProxyResult): string[] =>
  (result.multiValueHeaders?.['set-cookie'] ?? []).map(String);

export function memoryLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return {
    log: createLog(
      (line) => lines.push(line),
      () => instantOf(0),
    ),
    lines,
  };
}
