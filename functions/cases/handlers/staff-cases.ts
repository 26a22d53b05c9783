import { createAuditStore } from '../../audit/index.ts';
import { createSettingsStore } from '../../changes/index.ts';
import { createDiscrepancyStore, discrepancyRoutes, MAXIMUM_LIST_BYTES } from '../../discrepancies/index.ts';
import { composeStaff } from '../../operators/index.ts';
import { createKmsClient } from '../../shared/aws.ts';
import { createEnvelopeCipher } from '../../shared/envelope-cipher.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemLog } from '../../shared/system.ts';
import { CasesEnvironment, EVIDENCE_KEY_CONTEXT } from '../environment.ts';
import { factsOf } from '../request-facts.ts';
import { caseRoutes } from '../routes.ts';
import { createCaseStore } from '../store.ts';

const environment = CasesEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const tables = { issuance: environment.ISSUANCE_TABLE, audit: environment.AUDIT_TABLE };
const store = createDiscrepancyStore({ client, tables });
const resultWaitMs = environment.RESULT_WAIT_MINUTES * 60_000;
const common = {
  cases: createCaseStore({ client, tables }),
  audit: createAuditStore(client, environment.AUDIT_TABLE),
  clock,
  newId: newUuid,
  resultWaitMs,
};
const routes = [
  ...caseRoutes({
    ...common,
    requestOf: async (municipality, requestId, now) => {
      const record = await store.readRecord(municipality, requestId);
      return record === undefined ? undefined : factsOf(record, now, resultWaitMs);
    },
    cipher: createEnvelopeCipher({
      kms: createKmsClient(),
      keyId: environment.SNAPSHOT_KEY,
      keyContext: EVIDENCE_KEY_CONTEXT,
    }),
  }),
  ...discrepancyRoutes({
    ...common,
    store,
    settings: createSettingsStore({ client, table: environment.STAFF_TABLE }),
  }),
];

export const handler = staffHandler({
  log: systemLog,
  clock,
  maximumBytes: MAXIMUM_LIST_BYTES,
  authenticate,
  routes,
});
