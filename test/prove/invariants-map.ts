import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../scripts/local/places.ts';
import { GUARDS } from './guards.ts';
import { LONG_PROOFS, STATIC_RULES } from './invariants.ts';
import type { Proof } from './proof.ts';

const MARK =
  '<!-- What follows is generated: npm run prove -- invariants, from test/prove/guards and test/prove/invariants.ts. -->';

/** The file as it stands, with the map from each invariant to its guards, tests and rules made anew below the mark. */
export function renderInvariants(before: string): string {
  const [above = ''] = before.split(MARK);
  return [
    above.trimEnd(),
    MARK,
    '## Where each is held',
    ...sections(),
    '## Judged in long runs',
    longProofs(),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

const sections = (): readonly string[] =>
  Object.entries(STATIC_RULES).map(([invariant, rules]) => {
    const rows = GUARDS.filter((guard) => guard.invariant === invariant).map(({ name, edits, test }) => {
      const files = [...new Set(edits.map(({ file }) => `\`${file}\``))].join(' ');
      return `| ${cell(name)} | ${files} | \`${test.file}\`: ${cell(test.title)} |`;
    });
    const table = ['| guard | in | test that fails without it |', '|---|---|---|', ...rows].join('\n');
    return [
      `### ${invariant}`,
      ...(rows.length === 0 ? [] : [table]),
      ...(rules.length === 0 ? [] : [rules.map((rule) => `- Static rule: ${rule}`).join('\n')]),
    ].join('\n\n');
  });

const longProofs = (): string =>
  LONG_PROOFS.map(
    ([file, name, looksFor]) => `- \`npm run prove -- ${name}\` (\`${file}\`): ${looksFor}`,
  ).join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** Writes the map; a unit test notices where it is out of date. */
export const invariantsMap: Proof = {
  name: 'invariants',
  summary: 'Writes the map from each invariant to guards and tests into docs/invariants.md',
  needsSystem: false,
  count: 1,
  slice: 1,
  run: async () => {
    const path = join(PROJECT, 'docs/invariants.md');
    writeFileSync(path, renderInvariants(readFileSync(path, 'utf8')));
    return { passed: 1, failed: 0, detail: [] };
  },
};
