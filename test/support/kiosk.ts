import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { CenterKey } from '../../functions/issuance/center/center-key.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { createRecordReader } from '../../functions/issuance/store.ts';
import { createDocumentClient, createSecretsClient } from '../../functions/shared/aws.ts';
import { createCenter, type RawAnswer } from '../../simulator/center.ts';
import { cityOf } from './expected-paper.ts';
import { wishOf } from './issuing.ts';
import type { Card } from './sample-people.ts';
import { testStack } from './stack.ts';

/** The deployed kiosk API as a centre speaks with it over HTTP, and the records behind it for a look. */
export async function kioskOverHttp() {
  const stack = testStack();
  const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint };
  const client = createDocumentClient({ environment });
  const kept = await createSecretsClient({ environment }).send(
    new GetSecretValueCommand({ SecretId: stack.centerSecret }),
  );
  const secret = CenterKey.parse(JSON.parse(kept.SecretString ?? ''));
  const center = createCenter({ baseUrl: stack.kioskApiUrl, ...secret });
  const records = createRecordReader({ client, table: stack.issuanceTable });

  /** All items of a key of the issuance table, as they are stored. */
  async function itemsAt(pk: string): Promise<readonly Record<string, unknown>[]> {
    const answer = await client.send(
      new QueryCommand({
        TableName: stack.issuanceTable,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      }),
    );
    return answer.Items ?? [];
  }

  return {
    stack,
    client,
    center,
    /** What the centre signs with. */
    secret,
    itemsAt,
    recordOf: (request: Pick<IssueRequest, 'municipality' | 'requestId'>) =>
      records.read(request.municipality, request.requestId),
    itemsOf: (request: Pick<IssueRequest, 'municipality' | 'requestId'>) =>
      itemsAt(`R#${request.municipality}#${request.requestId}`),
    /** The bytes of the answer, whatever they are. */
    ask: (path: '/v1/menu' | '/v1/issue' | '/v1/result', body: unknown): Promise<RawAnswer> =>
      center.send({ method: 'POST', path, body: JSON.stringify(body) }),
    wish: (card: Card, changes: Partial<IssueRequest> = {}): IssueRequest =>
      wishOf(card, cityOf(card.municipality).feeJpy, changes),
    /** The certificate of a wish that must be granted. */
    async issued(request: IssueRequest) {
      const answer = await center.issue(request);
      if (!answer.ok) throw new Error(`refused with ${answer.error.problem.code}`);
      return answer.value;
    },
  };
}

export const jsonOf = (answer: RawAnswer): unknown => JSON.parse(new TextDecoder().decode(answer.body));
