import { GUARDS } from '../../test/prove/guards.ts';
import { INVARIANT_RULES, type NamedTest } from '../../test/prove/invariants.ts';

const MARK = '<!-- Below: npm run docs, from test/prove/guards and test/prove/invariants.ts. -->';

/** The file as it stands, with the map from each invariant to its guards and tests made anew below the mark. */
export function renderInvariants(before: string): string {
  const [above = ''] = before.split(MARK);
  return `${above.trimEnd()}\n\n${MARK}\n\n## Where each is held\n\n${sections().join('\n')}`;
}

function sections(): readonly string[] {
  return Object.entries(INVARIANT_RULES).map(([invariant, { rules, tests }]) => {
    const own = GUARDS.filter((guard) => guard.invariant === invariant);
    const rows = [
      ...own.map(({ name, edits, test }) => row(name, [...new Set(edits.map(({ file }) => file))], test)),
      ...tests.map(({ guard, files, test }) => row(guard, files, test)),
    ];
    const table = ['| guard | in | test that fails without it |', '|---|---|---|', ...rows].join('\n');
    const said = rules.map((rule) => `- Static rule: ${rule}`).join('\n');
    return `### ${invariant}\n\n${table}\n${said === '' ? '' : `\n${said}\n`}`;
  });
}

const row = (guard: string, files: readonly string[], { file, title }: NamedTest): string =>
  `| ${cell(guard)} | ${files.map((path) => `\`${path}\``).join(' ')} | \`${file}\`: ${cell(title)} |`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
