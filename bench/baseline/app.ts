import {
  App,
  CfnOutput,
  CliCredentialsStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  Stack,
} from 'aws-cdk-lib';
import { z } from 'zod';
import { parseStage } from '../../lib/config/parse-stage.ts';
import { ProxyApi } from '../../lib/constructs/proxy-api.ts';
import { type EnvironmentValues, ServiceFunction } from '../../lib/constructs/service-function.ts';
import { BaselineEnvironment } from './environment.ts';

/** The benchmarks' own stack, for a local engine only: one function behind an API like the kiosk's. */
class BaselineStack extends Stack {
  constructor(app: App, environment: EnvironmentValues<typeof BaselineEnvironment>) {
    const stage = parseStage('local');
    super(app, 'KofuBenchBaseline', {
      env: { account: String(stage.account), region: stage.region },
      // The library was not compiled with exact optional properties.
      synthesizer: new CliCredentialsStackSynthesizer() as IStackSynthesizer,
    });
    const { lambda } = new ServiceFunction(this, 'Baseline', {
      stage,
      key: undefined,
      name: 'bench-baseline',
      schema: BaselineEnvironment,
      environment,
      // The local engine asks nobody, and this stack goes nowhere else.
      permissions: [],
      memory: stage.memory.issue,
      timeout: Duration.seconds(15),
    });
    const { api } = new ProxyApi(this, 'BaselineApi', {
      stage,
      name: 'bench-baseline',
      routes: [{ method: 'POST', path: '/v1/issue', target: lambda }],
    });
    new CfnOutput(this, 'BaselineApiId', { value: api.restApiId });
  }
}

const app = new App();
const text: unknown = app.node.tryGetContext('environment');
const values = z.record(z.string(), z.string()).parse(JSON.parse(String(text)));
BaselineEnvironment.parse(values);
new BaselineStack(app, values as EnvironmentValues<typeof BaselineEnvironment>);
