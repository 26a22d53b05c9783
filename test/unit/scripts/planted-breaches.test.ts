import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Checker, checkersFor } from '../../../scripts/checks/checkers.ts';
import { PROJECT } from '../../../scripts/local/places.ts';

// A project in small: the real configurations over a few files, into which one breach at a time is planted.
let root: string;
const CONFIGURATIONS = [
  'tsconfig.json',
  'biome.json',
  '.dependency-cruiser.cjs',
  'knip.json',
  'scripts/checks/edge-files.json',
];
const SOUND: Readonly<Record<string, string>> = {
  'functions/demo/index.ts': "export { doubled } from './doubled.ts';\n",
  'functions/demo/doubled.ts': 'export const doubled = (value: number): number => value * 2;\n',
  'functions/demo/handlers/demo.ts':
    "import { z } from 'zod';\nimport { tripled } from '../../other/index.ts';\n\nexport const handler = (): number => tripled(z.number().parse(1));\n",
  'functions/other/index.ts': "export { tripled } from './tripled.ts';\n",
  'functions/other/tripled.ts':
    "import { doubled } from '../demo/index.ts';\n\nexport const tripled = (value: number): number => doubled(value) + value;\n",
  'package.json':
    '{ "name": "small", "private": true, "type": "module", "dependencies": { "zod": "4.6.7" } }\n',
  'package-lock.json': '{}\n',
};

beforeAll(async () => {
  await mkdir(join(PROJECT, '.build'), { recursive: true });
  root = await mkdtemp(join(PROJECT, '.build/planted-'));
  for (const file of CONFIGURATIONS) await cp(join(PROJECT, file), join(root, file), { recursive: true });
  for (const [file, text] of Object.entries(SOUND)) await put(file, text);
  await writeFile(join(root, '.gitignore'), 'node_modules\n.build\n');
  await symlink(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  // What is copied or written above is sound but for its form.
  const biome = join(PROJECT, 'node_modules/@biomejs/biome/bin/biome');
  await promisify(execFile)(process.execPath, [biome, 'format', '--write', '.'], { cwd: root });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

function checker(name: RegExp): Checker {
  const found = checkersFor(root).find((one) => name.test(one.name));
  if (found === undefined) throw new Error(`no check is called ${name}`);
  return found;
}

const DEMO = 'functions/demo/planted.ts';

const BREACHES: readonly (readonly [
  what: string,
  check: RegExp,
  file: string,
  text: string,
  says: RegExp,
])[] = [
  [
    'a wrong type',
    /^types \(tsconfig/,
    DEMO,
    "export const planted: number = 'text';\n",
    /planted\.ts.*TS2322/,
  ],
  [
    'a use of `any`',
    /format and lint/,
    DEMO,
    'export const planted = (value: any): void => void value;\n',
    /noExplicitAny/,
  ],
  ['a file that is not formatted', /format and lint/, DEMO, 'export const planted   =  1\n', /planted\.ts/],
  [
    'a rule that imports an SDK',
    /import arrows/,
    DEMO,
    "import { S3Client } from '@aws-sdk/client-s3';\nexport const planted = S3Client;\n",
    /rules-import-no-sdk/,
  ],
  [
    'a rule that reads a file',
    /import arrows/,
    DEMO,
    "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
    /rules-import-no-system/,
  ],
  [
    'a capability that passes another one’s index by',
    /import arrows/,
    DEMO,
    "export { tripled as planted } from '../other/tripled.ts';\n",
    /capabilities-meet-at-index/,
  ],
  [
    'a drawing that knows a capability',
    /import arrows/,
    'functions/pdf/planted.ts',
    "export { doubled as planted } from '../demo/index.ts';\n",
    /pdf-imports-no-capability/,
  ],
  [
    'a reader that knows the writer',
    /import arrows/,
    'functions/pdf/read-back/planted.ts',
    "export { drawn as planted } from '../draw/drawn.ts';\n",
    /reader-shares-nothing-with-writer/,
  ],
  [
    'a reader that lets a package read',
    /import arrows/,
    'functions/pdf/read-back/planted.ts',
    "export { z as planted } from 'zod';\n",
    /reader-shares-nothing-with-writer/,
  ],
  [
    'a writer that knows the reader',
    /import arrows/,
    'functions/pdf/draw/planted.ts',
    "export { read as planted } from '../read-back/read.ts';\n",
    /writer-knows-no-reader/,
  ],
  [
    'something shared that knows a capability',
    /import arrows/,
    'functions/shared/planted.ts',
    "export { doubled as planted } from '../demo/index.ts';\n",
    /shared-imports-no-capability/,
  ],
  [
    'a function that knows a tool',
    /import arrows/,
    DEMO,
    "import edges from '../../scripts/checks/edge-files.json' with { type: 'json' };\nexport const planted = edges;\n",
    /functions-stand-alone/,
  ],
  [
    'a deployment with the simulator in it',
    /import arrows/,
    'lib/planted.ts',
    "export { stand } from '../simulator/stand.ts';\n",
    /deployment-has-no-stand-in/,
  ],
  [
    'a page that brings an SDK along',
    /import arrows/,
    'console/src/planted.ts',
    "export { kept } from '../../functions/shared/kept.ts';\n",
    /pages-and-contracts-reach-no-sdk/,
  ],
  [
    'a cycle',
    /import arrows/,
    DEMO,
    "import { again } from './again.ts';\nexport const planted = (): unknown => again;\n",
    /no-cycles/,
  ],
  ['a dead export', /dead exports/, DEMO, 'export const planted = 1;\n', /planted/],
  [
    'an unused package',
    /dead exports/,
    'package.json',
    SOUND['package.json']?.replace('"zod"', '"papaparse": "5.7.1", "zod"') ?? '',
    /papaparse/,
  ],
  [
    'a rule that reads the clock',
    /pure rules/,
    DEMO,
    'export const planted = (): number => Date.now();\n',
    /planted\.ts:1 reads the clock/,
  ],
  [
    'a variable that outlives a request',
    /pure rules/,
    DEMO,
    'let planted = 0;\n',
    /planted\.ts:1 keeps state/,
  ],
  [
    'a lock file with addresses',
    /pure rules/,
    'package-lock.json',
    '{ "resolved": "x" }\n',
    /package-lock\.json:1/,
  ],
];

/** What a breach leads to; sound by itself. */
const HELPERS: Readonly<Record<string, string>> = {
  'functions/demo/again.ts': "export { planted as again } from './planted.ts';\n",
  'functions/pdf/draw/drawn.ts': 'export const drawn = 1;\n',
  'functions/pdf/read-back/read.ts': 'export const read = 1;\n',
  'functions/shared/kept.ts': "export { S3Client as kept } from '@aws-sdk/client-s3';\n",
  'simulator/stand.ts': 'export const stand = 1;\n',
};

describe('npm run check', () => {
  test.each([/^types/, /format and lint/, /import arrows/, /dead exports/, /pure rules/])(
    '%s finds nothing in a sound project',
    async (name) => {
      expect(await checker(name).check(root)).toMatchObject({ passed: true });
    },
  );

  test.each(BREACHES)('%s fails it', async (_what, name, file, text, says) => {
    const helpers = Object.entries(HELPERS).filter(([helper]) =>
      text.includes(helper.split('/').at(-1) ?? helper),
    );
    for (const [helper, content] of helpers) await put(helper, content);
    await put(file, text);
    try {
      const { passed, output } = await checker(name).check(root);
      expect(output).toMatch(says);
      expect(passed).toBe(false);
    } finally {
      for (const [helper] of helpers) await rm(join(root, helper));
      const before = SOUND[file];
      if (before === undefined) await rm(join(root, file));
      else await put(file, before);
    }
  });
});
