import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from '../config/stage.ts';

export type Route = {
  readonly method: 'ANY' | 'GET' | 'POST' | 'PUT';
  /** `/`, `/v1/requests/{id}`, `/{proxy+}` */
  readonly path: string;
  readonly target: IFunction;
};

/**
 * A REST API that hands every request as it came to a function: authentication, validation, sizes and headers are the
 * functions' own work, because the engines differ in what their gateways do.
 */
export class ProxyApi extends Construct {
  readonly api: RestApi;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly stage: Stage; readonly name: string; readonly routes: readonly Route[] },
  ) {
    super(scope, id);
    const { stage } = props;
    this.api = new RestApi(this, 'Api', {
      restApiName: `kofu-${stage.name}-${props.name}`,
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: false,
      deployOptions: { stageName: stage.name },
      endpointConfiguration: { types: [stage.privateApis ? EndpointType.PRIVATE : EndpointType.REGIONAL] },
      ...(stage.privateApis ? { policy: closedUntilTheNetworkOpensIt() } : {}),
    });
    for (const route of props.routes)
      this.api.root
        .resourceForPath(route.path)
        .addMethod(route.method, new LambdaIntegration(route.target, { allowTestInvoke: false }));
  }
}

/** A private API answers nobody until a statement names the network's endpoint. */
function closedUntilTheNetworkOpensIt(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
      }),
    ],
  });
}
