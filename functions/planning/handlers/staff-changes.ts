import { createAuditStore } from '../../audit/index.ts';
import { createSettingsStore } from '../../changes/index.ts';
import { composeStaff } from '../../operators/index.ts';
import { createS3Client } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemLog } from '../../shared/system.ts';
import { composeFonts } from '../compose.ts';
import { ChangesEnvironment } from '../environment.ts';
import { readMaterials } from '../materials.ts';
import { planningRoutes } from '../routes.ts';
import { createPlanningStore } from '../store.ts';

/** A picture of a seal as BASE64, and a form, with room to spare. */
const MAXIMUM_BYTES = 2_500_000;

const environment = ChangesEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const settings = createSettingsStore({ client, table: environment.STAFF_TABLE });
const routes = planningRoutes({
  settings,
  store: createPlanningStore({
    client,
    table: environment.STAFF_TABLE,
    auditTable: environment.AUDIT_TABLE,
    settings,
  }),
  materialsOf: (digests) => readMaterials(settings, digests),
  fontsOf: composeFonts({ client: createS3Client(), bucket: environment.INBOX_BUCKET }),
  audit: createAuditStore(client, environment.AUDIT_TABLE),
  clock,
  newId: newUuid,
  leadMs: environment.LEAD_MS,
});

export const handler = staffHandler({
  log: systemLog,
  clock,
  maximumBytes: MAXIMUM_BYTES,
  authenticate,
  routes,
});
