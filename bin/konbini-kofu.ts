import { App } from 'aws-cdk-lib';
import { parseStage } from '../lib/config/parse-stage.ts';
import { makeStacks } from '../lib/stacks/make-stacks.ts';

const app = new App();
const name: unknown = app.node.tryGetContext('stage') ?? 'local';
const stage = parseStage(String(name), process.env['CLOUD'], process.env['KOFU_KOSEKI_PORT']);
makeStacks(app, stage, process.env['CDK_DEFAULT_ACCOUNT']);
