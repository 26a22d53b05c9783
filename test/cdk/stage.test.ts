import { describe, expect, test } from 'vitest';
import { CLOSED_NETWORK } from '../../lib/config/closed-network.ts';
import { LOCAL } from '../../lib/config/local.ts';
import { parseStage } from '../../lib/config/parse-stage.ts';
import { Stage, type StageInput } from '../../lib/config/stage.ts';

/** The paths of what is refused in these values. */
function refusals(values: StageInput): string[] {
  const parsed = Stage.safeParse(values);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
}

describe('a stage', () => {
  test('exists by its name and by no other', () => {
    expect(parseStage('local').name).toBe('local');
    expect(parseStage('closed-network').secondaryRegion).toBe('ap-northeast-3');
    expect(() => parseStage('production')).toThrow('There is no stage "production"');
  });

  test('serves the three cities of the union', () => {
    for (const stage of [parseStage('local'), parseStage('closed-network')])
      expect(stage.municipalities.map(({ code, name }) => `${code} ${name}`)).toEqual([
        '012050 室蘭市',
        '012301 登別市',
        '012335 伊達市',
      ]);
  });

  test("CLOUD turns the local stage to LocalStack, and neither stage to the other's place", () => {
    expect(parseStage('local', 'localstack').cloud).toBe('localstack');
    expect(parseStage('local', '').cloud).toBe('local');
    expect(() => parseStage('local', 'aws')).toThrow('cloud');
    expect(() => parseStage('closed-network', 'local')).toThrow('cloud');
    expect(() => parseStage('local', 'azure')).toThrow('cloud');
  });

  test('of the closed network never has a simulator, whatever its other values', () => {
    expect(refusals({ ...CLOSED_NETWORK, simulator: true })).toContain('simulator');
    expect(refusals({ ...CLOSED_NETWORK, cloud: 'local', simulator: true })).toContain('simulator');
    expect(refusals({ ...LOCAL, cloud: 'aws' })).toContain('simulator');
    expect(parseStage('closed-network').simulator).toBe(false);
  });

  test('on AWS has keys of its own, secure cookies, private APIs, a pair, and real hours', () => {
    expect(refusals({ ...CLOSED_NETWORK, customerManagedKeys: false })).toEqual(['customerManagedKeys']);
    expect(refusals({ ...CLOSED_NETWORK, secureCookies: false })).toEqual(['secureCookies']);
    expect(refusals({ ...CLOSED_NETWORK, privateApis: false })).toEqual(['privateApis']);
    expect(refusals({ ...CLOSED_NETWORK, openAllDay: true })).toEqual(['openAllDay']);
    const { secondaryRegion: _, ...single } = CLOSED_NETWORK;
    expect(refusals(single)).toEqual(['secondaryRegion']);
  });

  test('has link agents in the closed network only, one for each city, each with a word of its own', () => {
    const linked = parseStage('closed-network').linkAgents;
    expect(linked.map(({ municipality }) => municipality)).toEqual(['012050', '012301', '012335']);
    expect(parseStage('local').linkAgents).toEqual([]);
    const [one, two, ...others] = CLOSED_NETWORK.linkAgents;
    if (one === undefined || two === undefined) throw new Error('no agents');
    const withAgents = (...linkAgents: StageInput['linkAgents']) =>
      refusals({ ...CLOSED_NETWORK, linkAgents });
    expect(refusals({ ...LOCAL, linkAgents: [one] })).toEqual(['linkAgents']);
    expect(withAgents(one, one)).toEqual(['linkAgents', 'linkAgents']);
    expect(withAgents(one, { ...two, externalId: one.externalId })).toEqual(['linkAgents']);
    expect(withAgents(one, { ...two, municipality: '011002' }, ...others)).toEqual(['linkAgents']);
    expect(withAgents({ ...one, identity: 'role/*' })).toEqual(['linkAgents.0.identity']);
    expect(withAgents({ ...one, identity: 'root' })).toEqual(['linkAgents.0.identity']);
    expect(withAgents({ ...one, sessionHours: 13 })).toEqual(['linkAgents.0.sessionHours']);
  });

  test('has a link to the koseki system of each city: this machine’s, or encrypted', () => {
    const codes = ['012050', '012301', '012335'];
    const local = parseStage('local', undefined, '4999').kosekiLinks;
    expect(Object.keys(local).sort()).toEqual(codes);
    expect(Object.values(local).map((link) => new URL(link?.endpoint ?? '').host)).toEqual(
      codes.map(() => '127.0.0.1:4999'),
    );
    const { kosekiLinks } = CLOSED_NETWORK;
    expect(Object.keys(kosekiLinks).sort()).toEqual(codes);
    const link = {
      endpoint: 'https://koseki.kofu.internal/',
      budgetMs: 8_000,
      identity: { by: 'echo' },
    } as const;
    const withLink = (code: string, changes: object) =>
      refusals({ ...CLOSED_NETWORK, kosekiLinks: { [code]: { ...link, ...changes } } });
    expect(withLink('012050', {})).toEqual([]);
    expect(withLink('012050', { endpoint: 'http://koseki.kofu.internal/' })).toEqual(['kosekiLinks']);
    expect(withLink('012050', { budgetMs: 10_000 })).toEqual(['kosekiLinks']);
    expect(withLink('011002', {})).toEqual(['kosekiLinks']);
    expect(refusals({ ...LOCAL, kosekiLinks: { '012050': link } })).toEqual(['kosekiLinks']);
  });

  test('refuses values that contradict each other or that nobody knows', () => {
    expect(refusals({ ...CLOSED_NETWORK, secondaryRegion: CLOSED_NETWORK.region })).toEqual([
      'secondaryRegion',
    ]);
    expect(refusals({ ...LOCAL, counterOffsetMs: 5_000, deadlineMs: 5_000 })).toEqual(['counterOffsetMs']);
    expect(
      refusals({ ...LOCAL, municipalities: [...LOCAL.municipalities, ...LOCAL.municipalities] }),
    ).toEqual(['municipalities']);
    expect(refusals({ ...LOCAL, municipalities: [] })).toEqual(['municipalities']);
    expect(Stage.safeParse({ ...LOCAL, colour: 'red' }).success).toBe(false);
  });
});
