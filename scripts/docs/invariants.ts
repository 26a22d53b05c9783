import { GUARDS } from '../../test/prove/guards.ts';
import { LONG_PROOFS, STATIC_RULES } from '../../test/prove/invariants.ts';

const MARK =
  '<!-- What follows is generated: npm run docs, from test/prove/guards and test/prove/invariants.ts. -->';

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
