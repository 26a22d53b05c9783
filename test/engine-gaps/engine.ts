import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { engineApi } from '../../scripts/deploy/engine-api.ts';
import { engineClient, requireLoopback } from '../../scripts/deploy/loopback.ts';
import { StackFile } from '../../scripts/deploy/stack-file.ts';
import { testStackFile } from '../support/stack.ts';

const REGION = 'ap-northeast-1';

/** The tests' own engine: `KOFU_TEST_ENDPOINT`, or that of the stack file which the shared set-up has written. */
function testEndpoint(): string {
  const named = process.env['KOFU_TEST_ENDPOINT'];
  if (named !== undefined && named !== '') return requireLoopback(named);
  const file = testStackFile();
  if (!existsSync(file)) throw new Error(`No engine to test: neither KOFU_TEST_ENDPOINT nor ${file}.`);
  return requireLoopback(StackFile.parse(JSON.parse(readFileSync(file, 'utf8'))).endpoint);
}

export const endpoint = testEndpoint();
export const client = engineClient(endpoint, REGION);
export const api = engineApi(endpoint, REGION);

export type Template = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: object; readonly DependsOn?: string }>
>;

/** Runs a test on a stack of its own; `outputs` may use `Ref` and `Fn::GetAtt`. */
export async function withStack<T>(
  resources: Template,
  outputs: Readonly<Record<string, object>>,
  run: (values: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const name = `gap-${randomBytes(6).toString('hex')}`;
  const body = {
    Resources: resources,
    Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
  };
  await api.cloudFormation('CreateStack', {
    StackName: name,
    TemplateBody: JSON.stringify(body),
    'Capabilities.member.1': 'CAPABILITY_IAM',
  });
  try {
    return await run(await outputsOf(name));
  } finally {
    await api.cloudFormation('DeleteStack', { StackName: name });
  }
}

async function outputsOf(stack: string): Promise<Record<string, string>> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const xml = await api.cloudFormation('DescribeStacks', { StackName: stack });
    const status = /<StackStatus>([^<]+)</.exec(xml)?.[1] ?? '';
    if (status === 'CREATE_COMPLETE')
      return Object.fromEntries(
        [...xml.matchAll(/<OutputKey>([^<]+)<\/OutputKey>\s*<OutputValue>([^<]*)<\/OutputValue>/g)].map(
          ([, key, value]) => [key, value],
        ),
      );
    if (!status.endsWith('_IN_PROGRESS')) throw new Error(`${stack} is ${status}: ${xml.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${stack} did not come up`);
}

/** An inline function of this code, and the role that it needs. */
export function inlineFunction(code: string, properties: object = {}): Template {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 20,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: code },
        ...properties,
      },
    },
  };
}

/** The same behind a REST API, as the project's own are: `AWS_PROXY` and everything binary. */
export function inlineApi(code: string): Template {
  return {
    ...inlineFunction(code),
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'gap', BinaryMediaTypes: ['*/*'] } },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'ANY',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: {
            'Fn::Sub':
              // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
              'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
          },
        },
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Method',
      Properties: { RestApiId: { Ref: 'Api' } },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'gap' },
    },
  };
}
