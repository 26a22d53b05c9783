import { createDocumentClient, createS3Client } from '../../shared/aws.ts';
import { systemClock as clock, systemLog as log } from '../../shared/system.ts';
import { createAnchorStore } from '../anchor-store.ts';
import { createChainStore } from '../chain-store.ts';
import { AuditSealEnvironment } from '../environment.ts';
import { sealAll } from '../seal-city.ts';

const environment = AuditSealEnvironment.parse(process.env);
const chain = createChainStore({ client: createDocumentClient(), table: environment.AUDIT_TABLE });
const anchors = createAnchorStore({ client: createS3Client(), bucket: environment.ANCHOR_BUCKET });

/** Every five minutes, by the clock. */
export const handler = (): Promise<void> =>
  sealAll({ chain, anchors, clock, log }, environment.MUNICIPALITIES);
