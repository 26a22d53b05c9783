import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseStage } from '../../lib/config/parse-stage.ts';
import type { StageName } from '../../lib/config/stage.ts';
import { buildBundles } from './build.ts';
import { digestOf } from './digest.ts';
import { PROJECT } from './project.ts';
import { runTool } from './run-tool.ts';

const CDK = join(PROJECT, 'node_modules/aws-cdk/bin/cdk');

/** What the templates are made of, besides the bundles. */
const INPUTS = ['bin', 'lib', 'cdk.json', 'cdk.context.json', 'package-lock.json'];

export type Assembly = {
  readonly stage: StageName;
  /** Absolute path of the cloud assembly. */
  readonly directory: string;
  /** SHA-256 (hex) of all that it was made of: equal digests deploy the same. */
  readonly digest: string;
  readonly stacks: readonly string[];
};

const Manifest = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string() })),
});

/**
 * The CDK's output for a stage, in `cdk.out/<stage>`, with fresh bundles; nothing is done where nothing has changed.
 * @throws Error one sentence
 */
export async function synthesize(
  name: string,
  cloud?: string | undefined,
  kosekiPort?: string | undefined,
): Promise<Assembly> {
  const stage = parseStage(name, cloud, kosekiPort);
  const bundles = await buildBundles();
  const inputs = await digestOf(
    PROJECT,
    INPUTS.map((path) => join(PROJECT, path)),
  );
  const digest = `${inputs}.${bundles.digest}.${stage.cloud}.${kosekiPort ?? ''}`;
  const directory = join(PROJECT, 'cdk.out', stage.name);
  const stamp = join(directory, '.digest');
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== digest) {
    await rm(directory, { recursive: true, force: true });
    await runTool({
      what: `The synthesis of stage ${stage.name}`,
      arguments: [
        CDK,
        'synth',
        '--quiet',
        '--no-notices',
        '-c',
        `stage=${stage.name}`,
        '--output',
        directory,
      ],
      environment: {
        ...synthEnvironment(stage.cloud),
        ...(kosekiPort === undefined ? {} : { KOFU_KOSEKI_PORT: kosekiPort }),
      },
      log: join(PROJECT, '.build/synth.log'),
    });
    await writeFile(stamp, digest);
  }
  return { stage: stage.name, directory, digest, stacks: await stacksOf(directory) };
}

/** Synthesis needs no credentials and asks nobody; the operators' account comes from the CDK's own variable. */
function synthEnvironment(cloud: string): Record<string, string> {
  const account = process.env['CDK_DEFAULT_ACCOUNT'];
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    LANG: 'C.UTF-8',
    CLOUD: cloud,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    ...(account === undefined ? {} : { CDK_DEFAULT_ACCOUNT: account }),
  };
}

async function stacksOf(directory: string): Promise<string[]> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')));
  return Object.entries(manifest.artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([name]) => name);
}

/** `npm run synth -- --stage local|closed-network` */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string', default: 'local' } },
    });
    const assembly = await synthesize(values.stage, process.env['CLOUD'], process.env['KOFU_KOSEKI_PORT']);
    console.log(`Stage ${assembly.stage}:`);
    for (const stack of assembly.stacks) {
      const template = join(assembly.directory, `${stack}.template.json`);
      if (existsSync(template)) console.log(`  ${stack}  ${relative(PROJECT, template)}`);
    }
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
