import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { parseStage } from '../../lib/config/parse-stage.ts';
import type { StageName } from '../../lib/config/stage.ts';
import { makeStacks } from '../../lib/stacks/make-stacks.ts';
import { ENTRIES, PROJECT } from '../../scripts/deploy/project.ts';

export type Resource = {
  readonly id: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
};

const TemplateJson = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The templates of a stage, with the project's own CDK context and empty bundles. */
export function synthesize(name: StageName): ReadonlyMap<string, Template> {
  const bundles = mkdtempSync(join(tmpdir(), 'kofu-bundles-'));
  for (const bundle of Object.keys(ENTRIES)) {
    mkdirSync(join(bundles, bundle));
    writeFileSync(join(bundles, bundle, 'index.js'), '');
  }
  const { context } = CdkJson.parse(JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')));
  const app = new App({ outdir: join(bundles, 'out'), context: { ...context, bundles } });
  makeStacks(app, parseStage(name));
  app.synth();
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  const templates = new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
  rmSync(bundles, { recursive: true });
  return templates;
}

/** Every resource of these templates. */
export function resourcesOf(templates: ReadonlyMap<string, Template>, type?: string): Resource[] {
  return [...templates.values()].flatMap((template) =>
    Object.entries(TemplateJson.parse(template.toJSON()).Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]) => ({ id, type: resource.Type, properties: resource.Properties })),
  );
}

/** A reference in words: `KofuStorage.RegistryTable.Arn`; other values as they are. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const record: Record<string, unknown> = { ...value };
  if (typeof record['Ref'] === 'string') return `{${unhashed(record['Ref'])}}`;
  if (Array.isArray(record['Fn::GetAtt']))
    return `{${unhashed(String(record['Fn::GetAtt'][0]))}.${record['Fn::GetAtt'][1]}}`;
  if (typeof record['Fn::ImportValue'] === 'string') return `{${imported(record['Fn::ImportValue'])}}`;
  if (Array.isArray(record['Fn::Join'])) return [readable(record['Fn::Join'][1])].flat().join('');
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, readable(inner)]));
}

const unhashed = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

function imported(text: string): string {
  const name = /^KofuStorage:ExportsOutput(?:Ref|FnGetAtt)(.+)$/.exec(text)?.[1] ?? text;
  return name
    .replace(/[0-9A-F]{8}$/, '')
    .replace(/([0-9A-F]{8})?(Arn|Id)?$/, (_, __, attribute?: string) =>
      attribute === undefined ? '' : `.${attribute}`,
    );
}
