import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../config/stage.ts';
import { statement } from './permissions.ts';

/** The roles of the functions that take link files in, and of the one that prints; CloudFormation adds to the names. */
const ROLES = {
  taking: ['KofuLinkage-LinkIngestRole*', 'KofuLinkage-LinkIngestPriorityRole*'],
  printing: ['KofuIssuance-KioskIssueRole*'],
} as const;

const BY_TAKERS_ONLY = [
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext',
];
const BY_NOBODY = ['kms:CreateGrant', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/**
 * The keys of 個人番号, apart from all other data: one encrypts, one makes the digests by which two numbers are told
 * apart. Each names in its own policy who may use it, so that no other role can be given what they protect, an
 * administrator's among them. Both are multi-region keys where there is a pair: their work must hold after a failover.
 */
export class IndividualNumberKeys extends Construct {
  readonly encryption: Key;
  readonly digests: Key;
  private readonly cities: readonly string[];

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.cities = stage.municipalities.map(({ code }) => code);
    const common = {
      multiRegion: stage.secondaryRegion !== undefined,
      removalPolicy: stage.customerManagedKeys ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const alias = `kofu-${stage.name}-individual-number`;
    this.encryption = new Key(this, 'Key', {
      ...common,
      alias,
      description: 'Individual numbers: encrypted by what takes link files in, opened by what prints them',
      enableKeyRotation: true,
    });
    this.digests = new Key(this, 'DigestKey', {
      ...common,
      alias: `${alias}-digest`,
      description: 'Individual numbers: digests that tell one from another and nothing else',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
    });
    this.encryption.addToResourcePolicy(this.deny(BY_TAKERS_ONLY, ROLES.taking));
    this.encryption.addToResourcePolicy(this.deny(['kms:Decrypt'], ROLES.printing));
    this.encryption.addToResourcePolicy(this.deny(BY_NOBODY));
    this.digests.addToResourcePolicy(this.deny(['kms:GenerateMac', 'kms:VerifyMac'], ROLES.taking));
    this.digests.addToResourcePolicy(this.deny(['kms:CreateGrant']));
  }

  /** Statements: puts numbers in. */
  sealing(): PolicyStatement[] {
    return [this.ofOneCity('kms:GenerateDataKey'), statement(['kms:GenerateMac'], [this.digests.keyArn])];
  }

  /** Statements: takes numbers out. */
  opening(): PolicyStatement[] {
    return [this.ofOneCity('kms:Decrypt')];
  }

  /** What `functions/linkage/number-vault.ts` binds its data keys to: a city of the stage, and nothing else. */
  private ofOneCity(action: string): PolicyStatement {
    const allowed = statement([action], [this.encryption.keyArn]);
    allowed.addCondition('StringEquals', { 'kms:EncryptionContext:municipality': [...this.cities] });
    allowed.addCondition('ForAllValues:StringEquals', { 'kms:EncryptionContextKeys': ['municipality'] });
    return allowed;
  }

  /** @param names of the only roles that are let through */
  private deny(actions: readonly string[], names: readonly string[] = []): PolicyStatement {
    const { account, partition } = Stack.of(this);
    const roles = names.map((name) => `arn:${partition}:iam::${account}:role/${name}`);
    return new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      // In a key's policy this names the key itself.
      resources: ['*'],
      ...(roles.length === 0 ? {} : { conditions: { ArnNotLike: { 'aws:PrincipalArn': roles } } }),
    });
  }
}
