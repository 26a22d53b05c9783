import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../../scripts/deploy/project.ts';
import { StackOutputs } from '../../scripts/deploy/stack-file.ts';
import { readable, resourcesOf, synthesize } from './synthesized.ts';

const STAGES = (['local', 'closed-network'] as const).map((name) => ({ name, templates: synthesize(name) }));

/** Every type of the core stacks, each known to LocalStack 4.14's CloudFormation. */
const TYPES_IN_USE = [
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
];

/** Types that LocalStack 4.14 passes over in silence. */
const UNKNOWN_TO_LOCALSTACK =
  /^AWS::(ApiGateway::Authorizer|ApiGatewayV2::|CloudWatch::Dashboard|Logs::MetricFilter|EC2::(SecurityGroupIngress|SecurityGroupEgress|FlowLog|EIP)$|CloudFront::|Cognito::|WAFv2::|Backup::|CodeDeploy::|ApplicationAutoScaling::|CloudTrail::|Config::)/;

describe.each(STAGES)('the stacks of stage $name', ({ name, templates }) => {
  const resources = resourcesOf(templates);

  test("are the same core stacks everywhere, and the pair's where there is one", () => {
    const core = ['KofuStorage', 'KofuLinkage', 'KofuIssuance', 'KofuAudit', 'KofuConsole'];
    expect([...templates.keys()].sort()).toEqual([...core, ...(name === 'local' ? [] : ['KofuPair'])].sort());
  });

  test('hold no custom resource and no layer', () => {
    const types = resources.map(({ type }) => type);
    expect(types.filter((type) => /^Custom::|CustomResource|LayerVersion/.test(type))).toEqual([]);
  });

  test('give out every name that the tools need, once', () => {
    const outputs = [...templates.values()].flatMap((template) => Object.keys(template.findOutputs('*')));
    const ours = outputs.filter((output) => !/^(Exports|Publish)Output|ApiEndpoint/.test(output));
    expect(ours.sort()).toEqual(Object.keys(StackOutputs.shape).sort());
  });

  test('route every request as it came, and exactly these', () => {
    const byId = new Map(resources.map(({ id, properties }) => [id, properties]));
    const pathOf = (reference: unknown): string => {
      const id =
        typeof reference === 'object' && reference !== null && 'Ref' in reference
          ? String(reference.Ref)
          : '';
      const part = byId.get(id);
      return part === undefined ? '' : `${pathOf(part['ParentId'])}/${String(part['PathPart'])}`;
    };
    const methods = resourcesOf(templates, 'AWS::ApiGateway::Method');
    const routes = methods.map(
      ({ properties }) => `${properties['HttpMethod']} ${pathOf(properties['ResourceId']) || '/'}`,
    );
    expect(routes.sort()).toEqual([
      'ANY /api/cases/{caseId}/{action}',
      'ANY /api/changes',
      'ANY /api/changes/{proxy+}',
      'ANY /api/session',
      'GET /',
      'GET /api/cases',
      'GET /api/cases/{caseId}',
      'GET /api/closures',
      'GET /api/decisions/{personId}',
      'GET /api/history',
      'GET /api/history/{requestId}',
      'GET /api/link/status',
      'GET /v1/requests/{id}',
      'GET /{proxy+}',
      'POST /api/closures',
      'POST /api/closures/opening',
      'POST /api/closures/opening/confirmation',
      'POST /api/discrepancies/{action}',
      'POST /api/issuances/{requestId}/proof',
      'POST /v1/errors',
      'POST /v1/issue',
      'POST /v1/menu',
      'POST /v1/result',
      'PUT /api/decisions/{personId}',
    ]);
    for (const { properties } of methods)
      expect(properties['Integration']).toMatchObject({ Type: 'AWS_PROXY' });
    for (const { properties } of resourcesOf(templates, 'AWS::ApiGateway::RestApi'))
      expect(properties['BinaryMediaTypes']).toEqual(['*/*']);
    for (const { properties } of resourcesOf(templates, 'AWS::ApiGateway::Stage'))
      expect(properties['StageName']).toBe(name);
  });

  test('let a function be called by its own routes of its own API, or by its own clock, only', () => {
    for (const { properties } of resourcesOf(templates, 'AWS::Lambda::Permission'))
      expect(JSON.stringify(readable(properties['SourceArn']))).toMatch(
        /execute-api:.+\{(Kiosk|Staff)Api\}\/\{.+\}\/(GET|POST|PUT|\*)\/|^"\{Every(Minute|FiveMinutes)\.Arn\}"$/,
      );
  });
});

describe('the local core stacks', () => {
  const types = [...new Set(resourcesOf(synthesize('local')).map(({ type }) => type))].sort();

  test('stay inside what LocalStack 4.14 knows (linted, not run)', () => {
    expect(types).toEqual(TYPES_IN_USE);
    expect(types.filter((type) => UNKNOWN_TO_LOCALSTACK.test(type))).toEqual([]);
  });
});

describe('the closed network', () => {
  const closed = synthesize('closed-network');

  test('raises an alarm for each condition of each city’s link and for a sealer’s silence, and says where to read on', () => {
    const alarms = resourcesOf(closed, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties);
    const feeds = ['stale', 'gap', 'failedFile', 'neverLoaded', 'conflicts', 'absent', 'watch'];
    const names = [...feeds, 'unconfirmed', 'refusedFonts'];
    const ofCities = ['012050', '012301', '012335'].flatMap((city) =>
      names.map((name) => `kofu-link-${name}-${city}`),
    );
    const seals = ['012050', '012301', '012335'].map((city) => `kofu-audit-seal-${city}`);
    expect(alarms.map((alarm) => alarm['AlarmName']).sort()).toEqual(
      [...ofCities, ...seals, 'kofu-link-dead-letters-1', 'kofu-link-dead-letters-2'].sort(),
    );
    const runbook = readFileSync(join(PROJECT, 'docs/runbook.md'), 'utf8');
    for (const alarm of alarms) {
      const section = /docs\/runbook\.md#([a-z-]+)$/.exec(String(alarm['AlarmDescription']))?.[1];
      expect(runbook).toContain(`\n## ${section}\n`);
      expect(alarm['AlarmActions']).toHaveLength(1);
    }
    expect(resourcesOf(synthesize('local'), 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  test('knows no simulator, in no word of any template', () => {
    for (const template of closed.values()) expect(JSON.stringify(template.toJSON())).not.toMatch(/simulat/i);
  });

  test('answers nobody before its network names who may come', () => {
    for (const { properties } of resourcesOf(closed, 'AWS::ApiGateway::RestApi')) {
      expect(properties['EndpointConfiguration']).toEqual({ Types: ['PRIVATE'] });
      expect(properties['Policy']).toMatchObject({
        Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke' }],
      });
    }
  });

  test("tells the staff's browsers to send cookies over HTTPS only", () => {
    const session = resourcesOf(closed, 'AWS::Lambda::Function').find(({ id }) =>
      id.startsWith('StaffSession'),
    );
    expect(session?.properties['Environment']).toMatchObject({ Variables: { COOKIE_SECURE: 'true' } });
  });
});
