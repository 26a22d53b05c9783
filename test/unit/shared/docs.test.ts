import { describe, expect, test } from 'vitest';
import { drifted, renderDocuments } from '../../../scripts/docs/main.ts';

describe('generated documents', () => {
  test('say what the code says', async () => {
    expect(await drifted()).toEqual([]);
  });

  test('describe every operation of the kiosk API', () => {
    const openApi = JSON.parse(renderDocuments().get('docs/openapi.json') ?? '{}') as { paths: object };
    expect(Object.keys(openApi.paths)).toEqual([
      '/v1/menu',
      '/v1/issue',
      '/v1/result',
      '/v1/errors',
      '/v1/requests/{id}',
    ]);
  });

  test('lead from every refusal to a section of the runbook', async () => {
    const { readFile } = await import('node:fs/promises');
    const { REFUSALS } = await import('../../../functions/shared/refusals.ts');
    const runbook = await readFile(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
    for (const { runbook: section } of Object.values(REFUSALS))
      expect(runbook).toContain(`\n## ${section}\n`);
  });
});
