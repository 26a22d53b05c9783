import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { z } from 'zod';
import type { Stage } from '../config/stage.ts';
import { statement } from './permissions.ts';

/** Where `scripts/deploy/build.ts` lays one folder per function, `index.js` in it. */
const BUNDLES = join(import.meta.dirname, '../../.build/functions');

/** Every variable of a function's schema as Lambda takes it: text, or the literals that the schema allows. */
export type EnvironmentValues<S extends z.ZodObject> = {
  readonly [Name in keyof z.input<S>]-?: unknown extends z.input<S>[Name]
    ? string
    : Extract<z.input<S>[Name], string>;
};

export type ServiceFunctionProps<S extends z.ZodObject> = {
  readonly stage: Stage;
  /** Name of the bundle and, after the stage's, of the function. */
  readonly name: string;
  /** The schema with which the function parses `process.env`. */
  readonly schema: S;
  readonly environment: EnvironmentValues<S>;
  /** Everything that the function may do, besides writing its own log. */
  readonly permissions: readonly PolicyStatement[];
  /** MiB */
  readonly memory: number;
  readonly timeout: Duration;
  readonly key: IKey | undefined;
  readonly reservedConcurrency?: number;
  /** Whether it may send to the queue that calls it. */
  readonly callsItself?: boolean;
};

/**
 * A Lambda function with a log group and a role of its own. A variable that its schema asks for and `environment`
 * lacks fails the type check; a value that the schema refuses, or a variable that it does not know, fails the synthesis.
 */
export class ServiceFunction<S extends z.ZodObject> extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<S>) {
    super(scope, id);
    const { stage, name, key } = props;
    const functionName = `kofu-${stage.name}-${name}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logRetentionDays,
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(key === undefined ? {} : { encryptionKey: key }),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const permission of [
      statement(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
      ...props.permissions,
    ])
      this.role.addToPolicy(permission);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundlesOf(this), name)),
      role: this.role,
      logGroup,
      memorySize: props.memory,
      timeout: props.timeout,
      environment: environmentOf(name, props.schema, props.environment),
      // Lambda would take the sixteenth part of a long file for an endless loop. No engine but AWS's knows the property.
      ...(props.callsItself === true && stage.cloud === 'aws' ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }
}

/** Context `bundles`: another folder of bundles, for tests of the templates alone. */
function bundlesOf(scope: Construct): string {
  const other: unknown = scope.node.tryGetContext('bundles');
  return typeof other === 'string' ? other : BUNDLES;
}

function environmentOf<S extends z.ZodObject>(
  name: string,
  schema: S,
  values: EnvironmentValues<S>,
): Record<string, string> {
  const parsed = z.strictObject(schema.shape).safeParse(values);
  if (!parsed.success) throw new Error(`Environment of ${name}: ${z.prettifyError(parsed.error)}`);
  return z.record(z.string(), z.string()).parse(values);
}
