import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createAuditStore } from '../../../functions/audit/index.ts';
import type { SettingRow } from '../../../functions/changes/index.ts';
import { type DecisionChange, DecisionsView } from '../../../functions/decisions/contract.ts';
import type { DecisionParts } from '../../../functions/decisions/decide-person.ts';
import { decisionRoutes } from '../../../functions/decisions/routes.ts';
import { createDecisionStore } from '../../../functions/decisions/store.ts';
import type { RegistryStore } from '../../../functions/registry/index.ts';
import { OperatorId, type Staff } from '../../../functions/shared/http/staff.ts';
import { StaffProblem } from '../../../functions/shared/http/staff-problem.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import type { Clock } from '../../../functions/shared/time.ts';

type World = {
  readonly client: DynamoDBDocumentClient;
  readonly registry: RegistryStore;
  readonly municipality: MunicipalityCode;
  readonly clock: Clock;
  readonly rows?: readonly SettingRow[];
};

/** Staff of a city in memory, through the routes of the staff API. */
export function staffAt({ client, registry, municipality, clock, rows = [] }: World) {
  let ids = 0;
  const parts: DecisionParts = {
    store: createDecisionStore({ client, table: 'staff', auditTable: 'audit' }),
    registry,
    settings: { readSettings: async () => rows },
    audit: createAuditStore(client, 'audit'),
    clock,
    newId: () => {
      ids += 1;
      return `01a2096e-0f40-70e9-a37c-${String(ids).padStart(12, '0')}`;
    },
  };
  const operator: Staff = {
    operatorId: OperatorId.parse('madoguchi'),
    municipality,
    name: '見本',
    department: '市民課',
    permissions: ['eligibility.read', 'eligibility.write'],
  };

  const send = async (method: 'GET' | 'PUT', personId: string, body?: unknown) => {
    const route = decisionRoutes(parts).find((one) => one.method === method);
    if (route === undefined || route.access === 'anyone') throw new Error('no such route');
    const answer = await route.handle({
      operator,
      municipality,
      parameters: { personId },
      request: {
        method,
        path: `/api/decisions/${personId}`,
        query: {},
        headers: {},
        body: new TextEncoder().encode(JSON.stringify(body ?? {})),
        receivedAt: clock(),
      },
    });
    return { status: answer.status, json: JSON.parse(String(answer.body)) as unknown };
  };
  const seen = async (personId: string) => DecisionsView.parse((await send('GET', personId)).json);

  return {
    send,
    seen,
    /** One change of what is there now: what was made of it, or the refusal's code. */
    decide: async (personId: string, change: DecisionChange): Promise<DecisionsView | string> => {
      const { revision } = await seen(personId);
      const { status, json } = await send('PUT', personId, { revision, change });
      return status === 200 ? DecisionsView.parse(json) : StaffProblem.parse(json).code;
    },
  };
}
