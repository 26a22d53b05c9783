import { Duration, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, Policy, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { minimalPolicy } from '../../agent/src/policy.ts';
import type { Stage } from '../config/stage.ts';

/**
 * What the 連携サーバ of a city acts as: it creates that city's link files, reads their sums back, and can do nothing
 * else. One identity may take the role, by the external id that was agreed with the city.
 */
export class LinkAgentRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly stage: Stage;
      readonly agent: Stage['linkAgents'][number];
      readonly inbox: Pick<Bucket, 'bucketName'>;
      /** The customer's key of the inbox, where it has one. */
      readonly key: IKey | undefined;
    },
  ) {
    super(scope, id);
    const { stage, agent, inbox, key } = props;
    const { municipality, identity, externalId, sessionHours } = agent;
    const { account, partition, region } = Stack.of(this);
    const owner = agent.account ?? account;
    const role = new Role(this, 'Role', {
      roleName: `kofu-${stage.name}-link-agent-${municipality}`,
      description: `Link agent of ${municipality}`,
      maxSessionDuration: Duration.hours(sessionHours),
      // The identity by condition: as a principal it would have to be there first, and be named anew when it is renewed.
      assumedBy: new AccountPrincipal(owner).withConditions({
        ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${owner}:${identity}` },
        StringEquals: { 'sts:ExternalId': externalId },
      }),
    });
    new Policy(this, 'Policy', {
      roles: [role],
      document: PolicyDocument.fromJson(
        minimalPolicy({
          bucket: inbox.bucketName,
          municipality,
          region,
          keyArn: key?.keyArn,
        }),
      ),
    });
  }
}
