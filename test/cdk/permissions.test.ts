import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ENTRIES } from '../../scripts/deploy/project.ts';
import { readable, resourcesOf, synthesize } from './synthesized.ts';
import { actionsUsedBy } from './used-actions.ts';

const Statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z.string(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
type Statement = z.infer<typeof Statement>;
const Document = z.object({ Statement: z.array(Statement) });

const FUNCTIONS: Readonly<Record<string, keyof typeof ENTRIES>> = {
  LinkIngest: 'link-ingest',
  LinkIngestPriority: 'link-ingest-priority',
  LinkWatch: 'link-watch',
  AuditSeal: 'audit-seal',
  KioskMenu: 'kiosk-menu',
  KioskIssue: 'kiosk-issue',
  KioskResult: 'kiosk-result',
  KioskRequest: 'kiosk-request',
  StaffSession: 'staff-session',
  StaffHistory: 'staff-history',
  StaffLink: 'staff-link',
  StaffCases: 'staff-cases',
  StaffDecisions: 'staff-decisions',
  StaffClosures: 'staff-closures',
  StaffProof: 'staff-proof',
  StaffChanges: 'staff-changes',
  StaffConsole: 'staff-console',
};

/** Statements by function: of its role's only policy. What link agents may do is their own test's. */
function statementsOf(stage: 'local' | 'closed-network'): ReadonlyMap<string, readonly Statement[]> {
  const policies = resourcesOf(synthesize(stage), 'AWS::IAM::Policy').filter(
    ({ id }) => !id.startsWith('LinkAgent'),
  );
  return new Map(
    policies.map(({ id, properties }) => [
      FUNCTIONS[id.replace(/RoleDefaultPolicy.*$/, '')] ?? id,
      Document.parse(readable(properties['PolicyDocument'])).Statement,
    ]),
  );
}

/** `RegistryTable.Arn: GetItem PutItem | pk R#*` */
function inWords({ Action, Resource, Condition }: Statement): string {
  const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  const cities = Condition?.['StringEquals']?.['kms:EncryptionContext:municipality'];
  const use = Condition?.['StringEquals']?.['kms:EncryptionContext:use'];
  const only = [
    ...(use === undefined ? [] : [` | for ${use}`]),
    ...(keys === undefined ? [] : [` | pk ${[keys].flat().join(' ')}`]),
    ...(cities === undefined ? [] : [` | of ${[cities].flat().join(' ')}`]),
  ];
  return `${Resource}: ${Action.join(' ')}${only.join('')}`;
}

const LOCAL = statementsOf('local');
const CLOSED = statementsOf('closed-network');
const NONCE = '{IssuanceTable.Arn}: dynamodb:PutItem | pk N#*';
const SECRET = '{CenterSecret.Id}: secretsmanager:GetSecretValue';
const AUDIT = '{AuditTable.Arn}: dynamodb:PutItem | pk E#*';
const CITY = '{StaffTable.Arn}: dynamodb:GetItem dynamodb:Query | pk C#* B#* X#*';
const DECIDED = '{StaffTable.Arn}: dynamodb:BatchGetItem | pk P#*';
const log = (id: string): string => `{${id}Log.Arn}: logs:CreateLogStream logs:PutLogEvents`;
const WATERMARKS = '{RegistryTable.Arn}: dynamodb:Query | pk L#*';
const WATCHING = [
  '{StaffTable.Arn}: dynamodb:Query | pk C#* X#*',
  '{StaffTable.Arn}: dynamodb:PutItem dynamodb:UpdateItem | pk X#*',
  AUDIT,
];
const CITIES = ' | of 012050 012301 012335';
const lane = (id: string, prefix: string, queue: string): string[] => [
  log(id),
  '{RegistryTable.Arn}: dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
  `{Inbox.Arn}/${prefix}/*: s3:GetObject s3:GetObjectVersion`,
  '{Inbox.Arn}/impressions/*: s3:PutObject',
  `{${queue}.Arn}: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage sqs:SendMessage`,
  `{IndividualNumberKey.Arn}: kms:GenerateDataKey${CITIES}`,
  '{IndividualNumberDigestKey.Arn}: kms:GenerateMac',
  ...WATCHING,
];

/** Everything that each function may do. */
const EXACTLY: Readonly<Record<keyof typeof ENTRIES, readonly string[]>> = {
  'link-ingest': [
    ...lane('LinkIngest', 'inbox', 'LinkQueue'),
    '{Inbox.Arn}/gaiji/*: s3:GetObject s3:PutObject',
    '{StaffTable.Arn}: dynamodb:GetItem dynamodb:PutItem | pk G#*',
    '{StaffTable.Arn}: dynamodb:PutItem | pk C#*',
  ],
  'link-ingest-priority': lane('LinkIngestPriority', 'inbox-priority', 'LinkPriorityQueue'),
  'link-watch': [log('LinkWatch'), WATERMARKS, ...WATCHING],
  'audit-seal': [
    log('AuditSeal'),
    '{AuditTable.Arn}: dynamodb:Query | pk E#* B#*',
    '{AuditTable.Arn}: dynamodb:GetItem dynamodb:PutItem | pk B#* H#*',
    '{Anchors.Arn}/*: s3:PutObject',
  ],
  'kiosk-menu': [
    log('KioskMenu'),
    SECRET,
    NONCE,
    '{RegistryTable.Arn}: dynamodb:BatchGetItem',
    WATERMARKS,
    CITY,
    DECIDED,
  ],
  'kiosk-issue': [
    log('KioskIssue'),
    SECRET,
    NONCE,
    '{RegistryTable.Arn}: dynamodb:BatchGetItem',
    WATERMARKS,
    CITY,
    DECIDED,
    '{RegistryTable.Arn}: dynamodb:ConditionCheckItem',
    '{StaffTable.Arn}: dynamodb:ConditionCheckItem | pk P#*',
    '{StaffTable.Arn}: dynamodb:PutItem | pk X#*',
    '{IssuanceTable.Arn}: dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem | pk R#*',
    '{IssuanceTable.Arn}: dynamodb:PutItem dynamodb:UpdateItem | pk K#* V#*',
    AUDIT,
    '{Inbox.Arn}/gaiji/*: s3:GetObject',
    '{Inbox.Arn}/impressions/*: s3:GetObject',
    '{SnapshotKey.Arn}: kms:Decrypt kms:GenerateDataKey',
    `{IndividualNumberKey.Arn}: kms:Decrypt${CITIES}`,
  ],
  'kiosk-result': [
    log('KioskResult'),
    SECRET,
    NONCE,
    '{IssuanceTable.Arn}: dynamodb:GetItem dynamodb:UpdateItem | pk R#*',
    '{IssuanceTable.Arn}: dynamodb:GetItem dynamodb:PutItem | pk K#*',
    AUDIT,
  ],
  'kiosk-request': [log('KioskRequest'), SECRET, NONCE, '{IssuanceTable.Arn}: dynamodb:GetItem | pk R#*'],
  'staff-session': [
    log('StaffSession'),
    '{StaffTable.Arn}: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem | pk O#* W#*',
    AUDIT,
  ],
  'staff-history': [
    log('StaffHistory'),
    '{IssuanceTable.Arn}: dynamodb:GetItem | pk R#*',
    '{IssuanceTable.Arn}/index/byDay: dynamodb:Query',
    '{RegistryTable.Arn}: dynamodb:BatchGetItem',
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
    AUDIT,
  ],
  'staff-link': [
    log('StaffLink'),
    WATERMARKS,
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
    '{StaffTable.Arn}: dynamodb:Query | pk C#* X#*',
  ],
  'staff-cases': [
    log('StaffCases'),
    '{IssuanceTable.Arn}: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem | pk D#* K#* R#* V#*',
    '{IssuanceTable.Arn}: dynamodb:Query | pk K#*',
    '{IssuanceTable.Arn}/index/byAwaiting: dynamodb:Query',
    '{StaffTable.Arn}: dynamodb:Query | pk C#*',
    '{SnapshotKey.Arn}: kms:Decrypt | for case-evidence',
    AUDIT,
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
  ],
  'staff-decisions': [
    log('StaffDecisions'),
    '{RegistryTable.Arn}: dynamodb:BatchGetItem',
    '{StaffTable.Arn}: dynamodb:Query | pk C#* P#*',
    '{StaffTable.Arn}: dynamodb:PutItem | pk P#*',
    AUDIT,
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
  ],
  'staff-closures': [
    log('StaffClosures'),
    '{StaffTable.Arn}: dynamodb:Query | pk C#* X#*',
    '{StaffTable.Arn}: dynamodb:PutItem dynamodb:UpdateItem | pk X#*',
    AUDIT,
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
  ],
  'staff-proof': [
    log('StaffProof'),
    '{IssuanceTable.Arn}: dynamodb:GetItem | pk R#*',
    '{StaffTable.Arn}: dynamodb:GetItem | pk B#*',
    '{Inbox.Arn}/gaiji/*: s3:GetObject',
    '{Inbox.Arn}/impressions/*: s3:GetObject',
    '{SnapshotKey.Arn}: kms:Decrypt',
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
    AUDIT,
  ],
  'staff-changes': [
    log('StaffChanges'),
    '{StaffTable.Arn}: dynamodb:Query | pk C#*',
    '{StaffTable.Arn}: dynamodb:GetItem | pk B#* S#*',
    '{StaffTable.Arn}: dynamodb:PutItem | pk B#* C#* S#*',
    '{Inbox.Arn}/gaiji/*: s3:GetObject',
    '{StaffTable.Arn}: dynamodb:GetItem | pk O#* W#*',
    '{StaffTable.Arn}: dynamodb:UpdateItem | pk W#*',
    AUDIT,
  ],
  'staff-console': [log('StaffConsole')],
};

describe('least privilege', () => {
  test.each(Object.entries(EXACTLY))('%s may do exactly this', (name, permissions) => {
    expect((LOCAL.get(name) ?? []).map(inWords).sort()).toEqual(permissions.toSorted());
  });

  test.each(Object.entries(EXACTLY))(
    '%s may do the same in the closed network, and use its key',
    (name, permissions) => {
      const statements = CLOSED.get(name) ?? [];
      const others = statements.filter(({ Resource }) => Resource !== '{DataKey.Arn}');
      expect(others.map(inWords).sort()).toEqual(permissions.toSorted());
      for (const { Resource, Condition } of statements)
        if (Resource === '{DataKey.Arn}')
          expect(String(Condition?.['StringEquals']?.['kms:ViaService'])).toMatch(
            /^(dynamodb|s3|secretsmanager|sqs)\.ap-northeast-1\./,
          );
    },
  );

  test('nothing is allowed by a wildcard: no action, and no resource but objects under a prefix', () => {
    for (const { Action, Resource } of [...LOCAL.values(), ...CLOSED.values()].flat()) {
      for (const action of Action) expect(action).not.toContain('*');
      expect(
        Resource.replace(
          /^\{(Inbox\.Arn\}\/(inbox|inbox-priority|gaiji|impressions)|Anchors\.Arn\})\/\*$/,
          '',
        ),
      ).not.toContain('*');
    }
  });

  test('whatever of the staff may read residents or records of issuing may put on record who has seen them', () => {
    const ofPersons = /^\{(Issuance|Registry)Table\.Arn\}/;
    const readers = [...LOCAL.entries()].filter(
      ([name, statements]) =>
        name.startsWith('staff-') &&
        statements.map(inWords).some((words) => ofPersons.test(words) && words !== WATERMARKS),
    );
    expect(readers.map(([name]) => name)).toContain('staff-history');
    for (const [name, statements] of readers)
      expect([name, statements.map(inWords)]).toEqual([name, expect.arrayContaining([AUDIT])]);
  });

  test('nobody may scan or delete items', () => {
    const actions = [...LOCAL.values()].flat().flatMap(({ Action }) => Action);
    expect(actions).not.toContain('dynamodb:Scan');
    expect(actions).not.toContain('dynamodb:DeleteItem');
  });

  test.each(Object.entries(ENTRIES))('%s uses everything that it may do', async (name, entry) => {
    const used = await actionsUsedBy(entry);
    const granted = (LOCAL.get(name) ?? []).flatMap(({ Action }) => Action);
    const ofTheService = /^(logs|sqs):/;
    expect(granted.filter((action) => !ofTheService.test(action) && !used.has(action))).toEqual([]);
  });
});
