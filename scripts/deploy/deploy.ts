import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { parseStage } from '../../lib/config/parse-stage.ts';
import type { Stage } from '../../lib/config/stage.ts';
import { honour } from './honour.ts';
import { engineClient, engineEnvironment, requireLoopback } from './loopback.ts';
import { PROJECT } from './project.ts';
import { runTool } from './run-tool.ts';
import { StackOutputs } from './stack-file.ts';
import { type Assembly, synthesize } from './synth.ts';

const CDK = join(PROJECT, 'node_modules/aws-cdk/bin/cdk');
/** The CDK with its calls turned to LocalStack, for `CLOUD=localstack`. */
const CDKLOCAL = join(PROJECT, 'node_modules/aws-cdk-local/bin/cdklocal');

export type DeployOptions = {
  /** `http://127.0.0.1:4566`: an address, not a name. */
  readonly endpoint: string;
  readonly stage: string;
  /** `CLOUD`: `local` (default of the local stage) or `localstack`. */
  readonly cloud?: string | undefined;
  /** Where the stand-in of the koseki systems listens; the usual port where it is not said. */
  readonly kosekiPort?: number | undefined;
  /** Folder that lives and dies with the engine's own state: what was deployed is remembered there. */
  readonly stateDirectory: string;
  /** One short line for each step; nothing else is printed. */
  readonly onProgress?: (message: string) => void;
};

export type Deployment = {
  readonly outputs: StackOutputs;
  readonly region: string;
  /** False where this state already held exactly this. */
  readonly changed: boolean;
  /** What this engine does not do of what the templates ask, one sentence each. */
  readonly notHonoured: readonly string[];
};

const Remembered = z.object({ digest: z.string(), outputs: StackOutputs, notHonoured: z.array(z.string()) });

/**
 * The stage on a local engine: bundles, synthesis, `cdk bootstrap` where it is needed, `cdk deploy`, and what the
 * engine's CloudFormation forgets.
 * @throws Error one sentence, with the path of the log
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const endpoint = requireLoopback(options.endpoint);
  const progress = options.onProgress ?? (() => undefined);
  const kosekiPort = options.kosekiPort?.toString();
  const stage = parseStage(options.stage, options.cloud, kosekiPort);
  if (stage.cloud === 'aws')
    throw new Error("This command deploys to a local engine only; AWS is the operators'.");

  const memory = join(options.stateDirectory, 'deployed.json');
  const assembly = await synthesize(stage.name, stage.cloud, kosekiPort);
  const known = await remembered(memory);
  if (known?.digest === assembly.digest && (await exists(endpoint, stage, known.outputs)))
    return { outputs: known.outputs, region: stage.region, changed: false, notHonoured: known.notHonoured };

  await rm(memory, { force: true });
  await mkdir(options.stateDirectory, { recursive: true });
  const log = join(options.stateDirectory, 'deploy.log');
  if (await needsBootstrap(endpoint, stage)) {
    progress('CDK bootstrap');
    await cdk(stage, endpoint, log, 'The CDK bootstrap', [
      'bootstrap',
      `aws://${stage.account}/${stage.region}`,
      '--app',
      assembly.directory,
    ]);
  }
  const outputs = await deployAll({
    stage,
    endpoint,
    log,
    assembly,
    directory: options.stateDirectory,
    progress,
  });
  const notHonoured = stage.cloud === 'local' ? await honour({ endpoint, stage, assembly }) : [];
  await writeFile(memory, `${JSON.stringify({ digest: assembly.digest, outputs, notHonoured })}\n`);
  return { outputs, region: stage.region, changed: true, notHonoured };
}

async function remembered(path: string): Promise<z.infer<typeof Remembered> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = Remembered.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

/** An engine that lost its state (or another one) holds no such table. */
async function exists(endpoint: string, stage: Stage, outputs: StackOutputs): Promise<boolean> {
  const client = new DynamoDBClient(engineClient(endpoint, stage.region));
  return client.send(new DescribeTableCommand({ TableName: outputs.AuditTableName })).then(
    () => true,
    () => false,
  );
}

/** The bootstrap's own bucket tells whether there was one. */
async function needsBootstrap(endpoint: string, stage: Stage): Promise<boolean> {
  const client = new S3Client({ ...engineClient(endpoint, stage.region), forcePathStyle: true });
  const bucket = `cdk-hnb659fds-assets-${stage.account}-${stage.region}`;
  return client.send(new HeadBucketCommand({ Bucket: bucket })).then(
    () => false,
    () => true,
  );
}

async function deployAll(run: {
  readonly stage: Stage;
  readonly endpoint: string;
  readonly log: string;
  readonly assembly: Assembly;
  readonly directory: string;
  readonly progress: (message: string) => void;
}): Promise<StackOutputs> {
  const file = join(run.directory, 'outputs.json');
  await rm(file, { force: true });
  run.progress(`cdk deploy ${run.assembly.stacks.join(' ')}`);
  await cdk(
    run.stage,
    run.endpoint,
    run.log,
    'The deployment',
    [
      'deploy',
      '--all',
      '--app',
      run.assembly.directory,
      '--require-approval',
      'never',
      '--outputs-file',
      file,
      '--concurrency',
      '3',
      '--method',
      'direct',
      '--progress',
      'events',
    ],
    (line) => {
      const done = /✅\s+(\w+)/.exec(line)?.[1];
      if (done !== undefined) run.progress(done);
    },
  );
  const byStack = z.record(z.string(), z.record(z.string(), z.string()));
  const stacks = byStack.parse(JSON.parse(await readFile(file, 'utf8')));
  return StackOutputs.parse(Object.assign({}, ...Object.values(stacks)));
}

async function cdk(
  stage: Stage,
  endpoint: string,
  log: string,
  what: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  await runTool({
    what,
    arguments: [stage.cloud === 'localstack' ? CDKLOCAL : CDK, ...args, '--no-notices', '--no-color'],
    environment: engineEnvironment(endpoint, stage.region),
    log,
    ...(onLine === undefined ? {} : { onLine }),
  });
}
