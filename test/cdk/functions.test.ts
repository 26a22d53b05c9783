import { describe, expect, test } from 'vitest';
import { AuditSealEnvironment } from '../../functions/audit/environment.ts';
import { CasesEnvironment } from '../../functions/cases/environment.ts';
import { ClosuresEnvironment } from '../../functions/closures/environment.ts';
import { DecisionsEnvironment } from '../../functions/decisions/environment.ts';
import { HistoryEnvironment } from '../../functions/history/environment.ts';
import {
  IssueEnvironment,
  MenuEnvironment,
  RequestEnvironment,
  ResultEnvironment,
  StaffProofEnvironment,
} from '../../functions/issuance/environment.ts';
import {
  LinkIngestEnvironment,
  LinkWatchEnvironment,
  StaffLinkEnvironment,
} from '../../functions/linkage/environment.ts';
import { ConsoleFilesEnvironment, SessionEnvironment } from '../../functions/operators/environment.ts';
import { ChangesEnvironment } from '../../functions/planning/environment.ts';
import { ENTRIES } from '../../scripts/deploy/project.ts';
import { readable, resourcesOf, synthesize } from './synthesized.ts';

const SCHEMAS = {
  'link-ingest': LinkIngestEnvironment,
  'link-ingest-priority': LinkIngestEnvironment,
  'link-watch': LinkWatchEnvironment,
  'audit-seal': AuditSealEnvironment,
  'kiosk-menu': MenuEnvironment,
  'kiosk-issue': IssueEnvironment,
  'kiosk-result': ResultEnvironment,
  'kiosk-request': RequestEnvironment,
  'staff-session': SessionEnvironment,
  'staff-history': HistoryEnvironment,
  'staff-link': StaffLinkEnvironment,
  'staff-cases': CasesEnvironment,
  'staff-decisions': DecisionsEnvironment,
  'staff-closures': ClosuresEnvironment,
  'staff-proof': StaffProofEnvironment,
  'staff-changes': ChangesEnvironment,
  'staff-console': ConsoleFilesEnvironment,
};

const STAGES = (['local', 'closed-network'] as const).map((name) => ({ name, templates: synthesize(name) }));

describe.each(STAGES)('the functions of stage $name', ({ name, templates }) => {
  const functions = resourcesOf(templates, 'AWS::Lambda::Function');

  test('are exactly those that have a bundle', () => {
    const names = functions.map(({ properties }) => properties['FunctionName']);
    expect(names.sort()).toEqual(
      Object.keys(ENTRIES)
        .map((entry) => `kofu-${name}-${entry}`)
        .sort(),
    );
  });

  test.each(Object.entries(SCHEMAS))(
    '%s gets every variable of its schema, valid, and no other',
    (entry, schema) => {
      const lambda = functions.find(
        ({ properties }) => properties['FunctionName'] === `kofu-${name}-${entry}`,
      );
      const environment = readable(lambda?.properties['Environment'] ?? { Variables: {} });
      const { Variables } = environment as { Variables: Record<string, string> };
      expect(schema.safeParse(Variables).error).toBeUndefined();
      expect(Object.keys(Variables).sort()).toEqual(Object.keys(schema.shape).sort());
      for (const variable of Object.keys(Variables)) expect(variable.length).toBeGreaterThan(1);
    },
  );

  test('have a role and a log of their own, which ends, and no managed policy', () => {
    const roles = functions.map(({ properties }) => JSON.stringify(properties['Role']));
    expect(new Set(roles).size).toBe(functions.length);
    const groups = functions.map(({ properties }) => JSON.stringify(properties['LoggingConfig']));
    expect(new Set(groups).size).toBe(functions.length);
    for (const log of resourcesOf(templates, 'AWS::Logs::LogGroup'))
      expect(log.properties['RetentionInDays']).toBe(name === 'local' ? 7 : 731);
    for (const role of resourcesOf(templates, 'AWS::IAM::Role')) {
      expect(role.properties['ManagedPolicyArns']).toBeUndefined();
      expect(role.properties['Policies']).toBeUndefined();
    }
    const policies = resourcesOf(templates, 'AWS::IAM::Policy');
    for (const { properties } of policies) expect(properties['Roles']).toHaveLength(1);
    expect(policies.filter(({ id }) => !id.startsWith('LinkAgent'))).toHaveLength(functions.length);
  });

  test('run on Node 24, without layers', () => {
    for (const { properties } of functions) {
      expect(properties['Runtime']).toBe('nodejs24.x');
      expect(properties['Layers']).toBeUndefined();
    }
  });

  test('send the rest of a long file back to their own queue, where Lambda would see a loop', () => {
    for (const { properties } of functions) {
      const isLane = /link-ingest/.test(String(properties['FunctionName']));
      expect(properties['RecursiveLoop']).toBe(isLane && name === 'closed-network' ? 'Allow' : undefined);
    }
  });

  test('watch the link every minute, and seal the audit every five', () => {
    const rules = resourcesOf(templates, 'AWS::Events::Rule').map(({ properties }) => properties);
    expect(rules).toMatchObject([
      { ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' },
      { ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' },
    ]);
    expect(rules.map(({ Targets }) => readable(Targets))).toMatchObject([
      [{ Arn: '{LinkWatchFunction.Arn}' }],
      [{ Arn: '{AuditSealFunction.Arn}' }],
    ]);
  });

  test('take link files in two lanes, one file at a time; the priority lane always has room', () => {
    const sources = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping');
    expect(sources.map(({ properties }) => readable(properties['EventSourceArn']))).toEqual([
      '{LinkQueue.Arn}',
      '{LinkPriorityQueue.Arn}',
    ]);
    for (const { properties } of sources)
      expect(properties).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    const reserved = functions.filter(
      ({ properties }) => properties['ReservedConcurrentExecutions'] !== undefined,
    );
    expect(reserved.map(({ properties }) => properties['FunctionName'])).toEqual([
      `kofu-${name}-link-ingest-priority`,
    ]);
  });
});
