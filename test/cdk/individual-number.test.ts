import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readable, resourcesOf, synthesize } from './synthesized.ts';

const STAGES = (['local', 'closed-network'] as const).map((name) => ({ name, templates: synthesize(name) }));

const KeyPolicy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: z.union([z.string(), z.array(z.string())]).transform((action) => [action].flat()),
      Principal: z.unknown(),
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});

describe.each(STAGES)('the keys of 個人番号 in stage $name', ({ name, templates }) => {
  const keys = resourcesOf(templates, 'AWS::KMS::Key').filter(({ id }) => id.startsWith('IndividualNumber'));
  const encryption = keys.find(({ id }) => id.startsWith('IndividualNumberKey'));
  const digests = keys.find(({ id }) => id.startsWith('IndividualNumberDigestKey'));

  test('are two of their own, with names, that hold after a failover', () => {
    expect(keys).toHaveLength(2);
    const isPaired = name === 'closed-network';
    for (const key of keys) expect(key.properties['MultiRegion'] ?? false).toBe(isPaired);
    expect(encryption?.properties['EnableKeyRotation']).toBe(true);
    expect(digests?.properties).toMatchObject({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const aliases = resourcesOf(templates, 'AWS::KMS::Alias').map(({ properties }) => [
      properties['AliasName'],
      readable(properties['TargetKeyId']),
    ]);
    expect(aliases).toEqual([
      [`alias/kofu-${name}-individual-number`, '{IndividualNumberKey.Arn}'],
      [`alias/kofu-${name}-individual-number-digest`, '{IndividualNumberDigestKey.Arn}'],
    ]);
  });

  /** `kms:Decrypt` → the roles that are not denied it; none: everybody is. */
  const spared = (key: typeof encryption): ReadonlyMap<string, readonly string[]> => {
    const { Statement } = KeyPolicy.parse(readable(key?.properties['KeyPolicy']));
    const denials = Statement.filter(({ Effect }) => Effect === 'Deny');
    for (const { Principal } of denials) expect(Principal).toEqual({ AWS: '*' });
    return new Map(
      denials.flatMap(({ Action, Condition }) => {
        const roles = [Condition?.['ArnNotLike']?.['aws:PrincipalArn'] ?? []].flat().map(String);
        return Action.map((action) => [action, roles.map((role) => role.replace(/^.*:role\//, ''))] as const);
      }),
    );
  };
  const TAKING = ['KofuLinkage-LinkIngestRole*', 'KofuLinkage-LinkIngestPriorityRole*'];

  test('may be used by what takes files in and what prints, whatever else a role allows', () => {
    const encrypting = spared(encryption);
    expect(encrypting.get('kms:Decrypt')).toEqual(['KofuIssuance-KioskIssueRole*']);
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'])
      expect(encrypting.get(action)).toEqual(TAKING);
    for (const action of ['kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant'])
      expect(encrypting.get(action)).toEqual([]);
    expect([...spared(digests)]).toEqual([
      ['kms:GenerateMac', TAKING],
      ['kms:VerifyMac', TAKING],
      ['kms:CreateGrant', []],
    ]);
  });

  test('name roles that are there, each by what CloudFormation calls it', () => {
    const roles = [...templates].flatMap(([stack, template]) =>
      Object.keys(template.findResources('AWS::IAM::Role')).map((id) => `${stack}-${id}`),
    );
    const named = [...spared(encryption).values(), ...spared(digests).values()].flat();
    for (const pattern of new Set(named))
      expect(roles.filter((role) => role.startsWith(pattern.replace('*', '')))).toHaveLength(1);
  });

  test('are used for the data of one city of the stage at a time', () => {
    const policies = resourcesOf(templates, 'AWS::IAM::Policy').map(({ properties }) =>
      readable(properties['PolicyDocument']),
    );
    const Used = z.object({ Resource: z.unknown(), Condition: z.unknown().optional() });
    const statements = policies.flatMap(
      (policy) => z.object({ Statement: z.array(Used) }).parse(policy).Statement,
    );
    const ofKey = statements.filter(({ Resource }) => Resource === '{IndividualNumberKey.Arn}');
    expect(ofKey).toHaveLength(3);
    for (const { Condition } of ofKey)
      expect(Condition).toEqual({
        StringEquals: { 'kms:EncryptionContext:municipality': ['012050', '012301', '012335'] },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['municipality'] },
      });
  });
});
