import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { CenterKey } from '../../functions/issuance/center/center-key.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { SIGNATURE_HEADERS, sign } from '../../functions/shared/signature.ts';
import { eventOf } from '../../test/unit/http/event.ts';

/** A request of the centre as the gateway hands it to the function. */
export function signedEvent(request: IssueRequest, { keyId, key }: CenterKey): APIGatewayProxyEvent {
  const [method, path] = ['POST', '/v1/issue'];
  const body = JSON.stringify(request);
  const time = String(Date.now());
  const nonce = randomBytes(16).toString('hex');
  return eventOf({
    method,
    path,
    body,
    headers: {
      'content-type': 'application/json',
      [SIGNATURE_HEADERS.keyId]: keyId,
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]: sign(key, { method, path, time, nonce, body: Buffer.from(body) }),
    },
  });
}
