import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import edges from './edge-files.json' with { type: 'json' };
import { writtenFiles } from './files.ts';

export type Breach = { readonly path: string; readonly line: number; readonly rule: string };

const AMBIENT_FILES = edges.ambient.map((pattern) => new RegExp(pattern));
/** Content-addressed caches, which may live as long as the program (`architecture.md` §3.4). */
const CACHE_NAME = /(^|[a-z])Cache$|^CACHE$|_CACHE$/;
const MUTABLE = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);
const ARRAY_CHANGES = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'copyWithin',
  'set',
  'add',
  'delete',
  'clear',
]);

/** Calls and names by which a rule would read a clock, a random number or the environment. */
const AMBIENT: readonly (readonly [RegExp, string])[] = [
  [/^Date\.now$/, 'reads the clock (Date.now)'],
  [/^performance\.(now|timeOrigin)$/, 'reads the clock (performance.now)'],
  [/^process\.(env|hrtime|uptime|pid)$/, 'reads the environment (process)'],
  [/^Math\.random$/, 'draws a random number (Math.random)'],
  [
    /^(globalThis\.)?crypto\.(randomUUID|getRandomValues|randomBytes|randomInt)$/,
    'draws a random number (crypto)',
  ],
];
const RANDOM_IMPORTS = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFillSync',
  'getRandomValues',
]);

/** What the import checker cannot see in a file of `functions/` or `agent/`. */
export function functionBreaches(path: string, text: string): Breach[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const breaches: Breach[] = [];
  const report = (node: ts.Node, rule: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    breaches.push({ path, line: line + 1, rule });
  };
  if (!AMBIENT_FILES.some((pattern) => pattern.test(path))) reportAmbient(source, report);
  reportModuleState(source, report);
  return breaches;
}

type Report = (node: ts.Node, rule: string) => void;

function reportAmbient(source: ts.SourceFile, report: Report): void {
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = node.getText(source).replaceAll('?.', '.');
      for (const [pattern, rule] of AMBIENT) if (pattern.test(name)) report(node, rule);
    }
    const made = ts.isNewExpression(node) || ts.isCallExpression(node) ? node : undefined;
    if (made?.expression.getText(source) === 'Date' && (made.arguments?.length ?? 0) === 0)
      report(node, 'reads the clock (new Date)');
    if (ts.isImportSpecifier(node) && RANDOM_IMPORTS.has((node.propertyName ?? node.name).text))
      report(node, `draws a random number (${(node.propertyName ?? node.name).text})`);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Issuing hands nothing over through a place (INV-2): no variable outlives a request. */
function reportModuleState(source: ts.SourceFile, report: Report): void {
  const collections = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarationList: list } = statement;
    if ((list.flags & ts.NodeFlags.Const) === 0) report(statement, 'keeps state in a module (let)');
    for (const { name, initializer, type } of list.declarations) {
      if (!ts.isIdentifier(name) || initializer === undefined || CACHE_NAME.test(name.text)) continue;
      const readonly = /^(Readonly|readonly )/.test(type?.getText(source) ?? '');
      if (ts.isNewExpression(initializer) && MUTABLE.has(initializer.expression.getText(source))) {
        // A constant table that nothing can write to says so in its type, or is filled where it is made.
        if (!readonly && (initializer.arguments?.length ?? 0) === 0)
          report(name, `keeps state in a module (empty ${initializer.expression.getText(source)})`);
        else collections.add(name.text);
      } else if (ts.isArrayLiteralExpression(initializer)) collections.add(name.text);
    }
  }
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      ts.isIdentifier(node.expression.expression) &&
      collections.has(node.expression.expression.text) &&
      ARRAY_CHANGES.has(node.expression.name.text)
    )
      report(node, `changes a module's ${node.expression.expression.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

// Put together from parts, so that this file does not name what it looks for.
const REGISTRIES = [
  'registry' + '.npmjs.org',
  'registry' + '.yarnpkg.com',
  'pypi' + '.org',
  'files.python' + 'hosted.org',
];
const CLOUD_HOST = new RegExp(['https?://[^\\s\'"`]*amazon', 'aws\\.com'].join(''));
const CODE = /\.(ts|tsx|mjs|cjs|js|json|txt|sh|yml|yaml|html|css)$|(^|\/)(run|\.npmrc)$/;

/** Hosts that no file of the project may name: package registries, and the real AWS. */
export function hostBreaches(path: string, text: string): Breach[] {
  const breaches: Breach[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const registry = REGISTRIES.find((host) => line.includes(host));
    if (registry !== undefined)
      breaches.push({ path, line: index + 1, rule: 'names the host of a package registry' });
    if (CLOUD_HOST.test(line)) breaches.push({ path, line: index + 1, rule: 'names a host of the real AWS' });
  }
  return breaches;
}

/** Package addresses would tie the project to one registry. */
export function lockBreaches(path: string, text: string): Breach[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      line.includes('"resolved"')
        ? [{ path, line: index + 1, rule: 'says where a package comes from ("resolved")' }]
        : [],
    );
}

/** All breaches in the project at `root`. */
export async function sourceBreaches(root: string): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const path of await writtenFiles(root)) {
    if (!CODE.test(path)) continue;
    const text = await readFile(join(root, path), 'utf8');
    if (path === 'package-lock.json') breaches.push(...lockBreaches(path, text));
    breaches.push(...hostBreaches(path, text));
    if (/^(functions|agent)\/.+\.ts$/.test(path)) breaches.push(...functionBreaches(path, text));
  }
  return breaches;
}
