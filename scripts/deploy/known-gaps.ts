/**
 * What the pinned local engine is known not to do, checked by `test/engine-gaps`: a gap that closes fails its test
 * there, and a difference that is not listed here fails the deployment.
 */

/** By type and property of the template: what an operator of the local stage should know. */
export const NOT_HONOURED: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function ReservedConcurrentExecutions':
    'Lambda: reserved concurrency is dropped; the priority lane shares the engine with all other functions.',
};

/** Types that the comparison only finds to be there; their contents are asserted on the templates. */
export const PRESENCE_IS_ENOUGH: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::Stage',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::SQS::QueuePolicy',
]);

/** Properties that no call can read back. */
export const UNREADABLE: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['Code'],
  'AWS::SecretsManager::Secret': ['GenerateSecretString'],
};
