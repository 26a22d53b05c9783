import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { BUNDLING } from '../../scripts/deploy/build.ts';
import { engineEnvironment } from '../../scripts/deploy/loopback.ts';
import { PROJECT } from '../../scripts/deploy/project.ts';
import { runTool } from '../../scripts/deploy/run-tool.ts';
import type { StackFile } from '../../scripts/deploy/stack-file.ts';
import { NODE } from '../../scripts/local/places.ts';

const CDK = join(PROJECT, 'node_modules/aws-cdk/bin/cdk');
const DIRECTORY = join(PROJECT, '.build/bench');
const Outputs = z.object({ KofuBenchBaseline: z.object({ BaselineApiId: z.string() }) });

/** A deployed baseline function, as `stack.kioskApiUrl` is the real one. */
export type Baseline = { readonly apiUrl: string; readonly remove: () => Promise<void> };

/** Bundles the function as the real ones are bundled and deploys it to the running engine by the CDK. */
export async function deployBaseline(
  stack: StackFile,
  sizes: { readonly answerBytes: number; readonly snapshotBytes: number },
): Promise<Baseline> {
  await rm(DIRECTORY, { recursive: true, force: true });
  await mkdir(DIRECTORY, { recursive: true });
  const bundles = join(DIRECTORY, 'functions');
  await bundle(join(bundles, 'bench-baseline/index.js'));
  const environment = {
    STAGE: 'local',
    ISSUANCE_TABLE: stack.issuanceTable,
    REGISTRY_TABLE: stack.registryTable,
    STAFF_TABLE: stack.staffTable,
    AUDIT_TABLE: stack.auditTable,
    CENTER_SECRET: stack.centerSecret,
    ANSWER_BYTES: String(sizes.answerBytes),
    SNAPSHOT_BYTES: String(sizes.snapshotBytes),
  };
  const outputs = join(DIRECTORY, 'outputs.json');
  const common = [
    '--app',
    `${NODE} bench/baseline/app.ts`,
    '--output',
    join(DIRECTORY, 'cdk.out'),
    '--context',
    `bundles=${bundles}`,
    '--context',
    `environment=${JSON.stringify(environment)}`,
    '--no-notices',
    '--no-color',
  ];
  const cdk = (what: string, args: readonly string[]): Promise<void> =>
    runTool({
      what,
      arguments: [CDK, ...args, ...common],
      environment: engineEnvironment(stack.endpoint, stack.region),
      log: join(DIRECTORY, 'cdk.log'),
    });
  await cdk('The deployment of the baseline', [
    'deploy',
    '--all',
    '--require-approval',
    'never',
    '--method',
    'direct',
    '--outputs-file',
    outputs,
  ]);
  const { KofuBenchBaseline } = Outputs.parse(JSON.parse(await readFile(outputs, 'utf8')));
  return {
    apiUrl: `${stack.endpoint}/_aws/execute-api/${KofuBenchBaseline.BaselineApiId}/${stack.stage}`,
    remove: () => cdk('The removal of the baseline', ['destroy', '--all', '--force']),
  };
}

async function bundle(outfile: string): Promise<void> {
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['bench/baseline/function.ts'],
    outfile,
    ...BUNDLING,
  });
}
