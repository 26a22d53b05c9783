import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { PROJECT } from '../../scripts/deploy/project.ts';

/** What in the source of a function asks for which permission. */
const SIGNS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bnew GetCommand\(/, ['dynamodb:GetItem']],
  [/\bnew BatchGetCommand\(/, ['dynamodb:BatchGetItem']],
  [/\bnew QueryCommand\(/, ['dynamodb:Query']],
  [/\bnew PutCommand\(|\bPut: /, ['dynamodb:PutItem']],
  [/\bnew UpdateCommand\(|\bUpdate: /, ['dynamodb:UpdateItem']],
  [/\bnew DeleteCommand\(|\bDelete: /, ['dynamodb:DeleteItem']],
  [/\bConditionCheck: /, ['dynamodb:ConditionCheckItem']],
  [/\bnew GetObjectCommand\(/, ['s3:GetObject', 's3:GetObjectVersion']],
  [/\bnew PutObjectCommand\(/, ['s3:PutObject']],
  [/\bnew GetSecretValueCommand\(/, ['secretsmanager:GetSecretValue']],
  [/\bnew GenerateDataKeyCommand\(/, ['kms:GenerateDataKey']],
  [/\bnew DecryptCommand\(/, ['kms:Decrypt']],
  [/\bnew GenerateMacCommand\(/, ['kms:GenerateMac']],
];

/** Every action that the sources of an entry's bundle ask for (what is bundled away does not count). */
export async function actionsUsedBy(entry: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    // Only our own sources ask for permissions.
    packages: 'external',
    logLevel: 'silent',
  });
  const sources = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => readFileSync(join(PROJECT, path), 'utf8')),
  );
  const used = SIGNS.filter(([sign]) => sources.some((source) => sign.test(source)));
  return new Set(used.flatMap(([, actions]) => actions));
}
