import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../local/places.ts';
import { type Breach, sourceBreaches } from './pure-rules.ts';

export type Outcome = { readonly passed: boolean; readonly output: string };
export type Checker = { readonly name: string; readonly check: (root: string) => Promise<Outcome> };

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  depcruise: 'dependency-cruiser/bin/dependency-cruiser.mjs',
  knip: 'knip/bin/knip.js',
} as const;

const FOLDERS = ['agent', 'bench', 'bin', 'console', 'functions', 'lib', 'scripts', 'simulator', 'test'];

/** Runs a script by this very Node, so that the machine's older one is never asked. */
function run(root: string, script: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data.toString();
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}

const tool = (root: string, name: keyof typeof TOOLS, args: readonly string[]): Promise<Outcome> =>
  run(root, join(PROJECT, 'node_modules', TOOLS[name]), args);

const types = (config: string): Checker => ({
  name: `types (${config})`,
  check: (root) => {
    // The second time tsc looks at what has changed only.
    const memory = join(root, '.build/types', `${config.replaceAll('/', '-')}.tsbuildinfo`);
    return tool(root, 'tsc', ['--noEmit', '-p', config, '--incremental', '--tsBuildInfoFile', memory]);
  },
});

const format: Checker = {
  name: 'format and lint',
  check: async (root) => {
    const { passed, output } = await tool(root, 'biome', [
      'ci',
      '--error-on-warnings',
      '--reporter=github',
      '.',
    ]);
    return { passed, output: output.split('\n').map(readable).join('\n') };
  },
};

/** `::error title=RULE,file=PATH,line=1,…::TEXT`, the one form with a line per finding, for people. */
function readable(line: string): string {
  const found = /^::\w+ title=([^,]*),file=([^,]*),line=(\d+).*?::(.*)$/.exec(line);
  return found === null ? line : `${found[2]}:${found[3]} ${found[1]}: ${found[4]}`;
}

const arrows: Checker = {
  name: 'import arrows',
  check: (root) => {
    const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
    return tool(root, 'depcruise', [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      ...folders,
    ]);
  },
};

const dead: Checker = {
  name: 'dead exports, unused packages',
  check: (root) => tool(root, 'knip', ['--no-progress', '--no-config-hints']),
};

const told = ({ path, line, rule }: Breach): string => `${path}:${line} ${rule}`;

const sources: Checker = {
  name: 'pure rules, hosts, lock file',
  async check(root) {
    const breaches = await sourceBreaches(root);
    return { passed: breaches.length === 0, output: breaches.map(told).join('\n') };
  },
};

const documents: Checker = {
  name: 'generated documents',
  check: (root) => run(root, join(PROJECT, 'scripts/commands/docs.ts'), ['--check']),
};

const CONFIGURATIONS = ['tsconfig.json', 'console/tsconfig.json', 'simulator/page/tsconfig.json'];

/** Every check of `npm run check`, for the project at `root`. */
export function checkersFor(root: string): readonly Checker[] {
  const configurations = CONFIGURATIONS.filter((file) => existsSync(join(root, file)));
  return [...configurations.map(types), format, arrows, dead, sources, documents];
}
