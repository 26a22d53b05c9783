import { describe, expect, test } from 'vitest';
import { AuditEvent, auditPutItem } from '../../../functions/audit/index.ts';

const event = AuditEvent.parse({
  eventId: '01a2096e-0f40-70e9-a37b-8fd3a9f7f44d',
  municipality: '012050',
  at: Date.parse('2026-11-23T00:00:00+09:00'),
  actor: { kind: 'center', terminal: 'T-01' },
  action: 'issuance.responded',
  about: { requestId: 'request-000000000001', persons: ['000000000000001'] },
});

describe('an audit event', () => {
  test('lies in one of 16 parts of its city and day in Japan, and never replaces another', () => {
    expect(auditPutItem('audit', event)).toEqual({
      TableName: 'audit',
      Item: { pk: 'E#012050#2026-11-23#d', sk: event.eventId, ...event },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  test('carries nothing that the schema does not name', () => {
    const spoilt = { ...event, about: { ...event.about, fullName: '見本　太郎' } };
    expect(JSON.stringify(auditPutItem('audit', spoilt))).not.toContain('太郎');
  });
});
