import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LocalDate } from '../../functions/shared/time.ts';
import { StageName } from '../../lib/config/stage.ts';

/** The outputs of all stacks of a stage, by their names in `lib/stacks`. */
export const StackOutputs = z.object({
  AnchorBucketName: z.string(),
  InboxBucketName: z.string(),
  RegistryTableName: z.string(),
  IssuanceTableName: z.string(),
  StaffTableName: z.string(),
  AuditTableName: z.string(),
  CenterSecretName: z.string(),
  SnapshotKeyArn: z.string(),
  KioskApiId: z.string(),
  StaffApiId: z.string(),
  LinkQueueUrl: z.string(),
  LinkPriorityQueueUrl: z.string(),
  LinkDlqUrl: z.string(),
  LinkPriorityDlqUrl: z.string(),
});
export type StackOutputs = z.infer<typeof StackOutputs>;

/** `.local/stack.json` and `.local/test/stack.json`: where a running system is, for tools and tests. */
export const StackFile = z.object({
  endpoint: z.url(),
  region: z.string(),
  stage: StageName,
  kioskApiUrl: z.url(),
  consoleUrl: z.url(),
  simulatorUrl: z.url().optional(),
  /** Stand-in of the koseki systems. */
  kosekiUrl: z.url().optional(),
  inboxBucket: z.string(),
  anchorBucket: z.string(),
  registryTable: z.string(),
  issuanceTable: z.string(),
  staffTable: z.string(),
  auditTable: z.string(),
  centerSecret: z.string(),
  snapshotKey: z.string(),
  linkQueueUrl: z.string(),
  linkPriorityQueueUrl: z.string(),
  linkDlqUrl: z.string(),
  linkPriorityDlqUrl: z.string(),
  /** Which sample world was loaded into it. */
  world: z.object({ residents: z.int().min(1), seed: z.string().min(1), today: LocalDate }).optional(),
});
export type StackFile = z.infer<typeof StackFile>;

/** Where the system that runs at an engine is; URLs without a slash at the end, but for the console's. */
export function stackFileOf(
  outputs: StackOutputs,
  where: {
    readonly endpoint: string;
    readonly region: string;
    readonly stage: z.infer<typeof StageName>;
    readonly simulatorUrl?: string | undefined;
    readonly kosekiUrl?: string | undefined;
  },
): StackFile {
  const api = (id: string): string => `${where.endpoint}/_aws/execute-api/${id}/${where.stage}`;
  return {
    endpoint: where.endpoint,
    region: where.region,
    stage: where.stage,
    kioskApiUrl: api(outputs.KioskApiId),
    // The console's own links are relative to this folder.
    consoleUrl: `${api(outputs.StaffApiId)}/`,
    ...(where.simulatorUrl === undefined ? {} : { simulatorUrl: where.simulatorUrl }),
    ...(where.kosekiUrl === undefined ? {} : { kosekiUrl: where.kosekiUrl }),
    anchorBucket: outputs.AnchorBucketName,
    inboxBucket: outputs.InboxBucketName,
    registryTable: outputs.RegistryTableName,
    issuanceTable: outputs.IssuanceTableName,
    staffTable: outputs.StaffTableName,
    auditTable: outputs.AuditTableName,
    centerSecret: outputs.CenterSecretName,
    snapshotKey: outputs.SnapshotKeyArn,
    linkQueueUrl: outputs.LinkQueueUrl,
    linkPriorityQueueUrl: outputs.LinkPriorityQueueUrl,
    linkDlqUrl: outputs.LinkDlqUrl,
    linkPriorityDlqUrl: outputs.LinkPriorityDlqUrl,
  };
}

/** @throws Error one sentence, where the file is missing or not of this shape */
export async function readStackFile(path: string): Promise<StackFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`Nothing has been started yet: ${path} is missing.`);
  });
  try {
    return StackFile.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} is not a file that this version wrote; start the system again.`);
  }
}

/** Readers see the whole old file or the whole new one. */
export async function writeStackFile(path: string, file: StackFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(file, undefined, 2)}\n`);
  await rename(fresh, path);
}
