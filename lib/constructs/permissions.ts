import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What a function may do with the items of a table; nothing scans, and nothing but time to live deletes. */
export type ItemAction =
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** The first letters of partition keys (`functions/<capability>/store.ts` forms them). */
type LeadingKey = `${string}#*`;

export type TableAccess = {
  readonly arn: string;
  /** The customer's key of the table, where the stage has one. */
  readonly key: IKey | undefined;
};

type ItemPermission = {
  readonly actions: readonly ItemAction[];
  /** Only items whose partition key begins so; absent: every item. */
  readonly leadingKeys?: readonly LeadingKey[];
  /** Only this index instead of the table itself. */
  readonly index?: string;
};

/** Statement: items of one table. The helpers of the CDK grant more (Scan, streams, descriptions). */
export function itemStatement(table: TableAccess, permission: ItemPermission): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: permission.actions.map((action) => `dynamodb:${action}`),
    resources: [permission.index === undefined ? table.arn : `${table.arn}/index/${permission.index}`],
    ...(permission.leadingKeys === undefined
      ? {}
      : {
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...permission.leadingKeys] } },
        }),
  });
}

/** The AWS services that use a customer's key on a function's behalf. */
type EncryptingService = 'dynamodb' | 's3' | 'secretsmanager' | 'sqs';

const READING = ['kms:Decrypt'];
const WRITING = ['kms:Decrypt', 'kms:GenerateDataKey'];
/** DynamoDB works for its caller with these, each by its name instead of a wildcard. */
const TABLE = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * Statements: the customer's key, usable only through these services; none where the stage has no such key.
 * @param written those of them through which the function also writes (DynamoDB is always among them)
 */
export function keyStatements(
  scope: Construct,
  key: IKey | undefined,
  services: readonly EncryptingService[],
  written: readonly EncryptingService[] = [],
): PolicyStatement[] {
  if (key === undefined) return [];
  const { region, urlSuffix } = Stack.of(scope);
  return services.map(
    (service) =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: service === 'dynamodb' ? TABLE : written.includes(service) ? WRITING : READING,
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` } },
      }),
  );
}

/** Statement: these actions on exactly these resources. */
export function statement(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] });
}

/** Statement: a key, only with data keys that are bound to exactly this context. */
export function boundKeyStatement(
  action: string,
  keyArn: string,
  context: Readonly<Record<string, string>>,
): PolicyStatement {
  const allowed = statement([action], [keyArn]);
  for (const [name, value] of Object.entries(context))
    allowed.addCondition('StringEquals', { [`kms:EncryptionContext:${name}`]: value });
  allowed.addCondition('ForAllValues:StringEquals', { 'kms:EncryptionContextKeys': Object.keys(context) });
  return allowed;
}
