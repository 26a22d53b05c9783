// The first thing that every npm command runs. Plain JavaScript without dependencies, so that the Node of the machine
// (20 or newer) can read it in a fresh clone; everything after it runs on the project's own Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(PROJECT, 'node_modules');
const MARKER = join(MODULES, '.installed');
const LOCK = join(PROJECT, '.cache', 'packages.lock');
const LOG = join(PROJECT, '.cache', 'logs', 'packages.log');
const OLDEST_NODE = 20;
/** Commands whose standard output is data. */
const QUIET = new Set([
  'sample',
  'kiosk',
  'pdf',
  'fonts',
  'link',
  'agent',
  'koseki',
  'staff',
  'audit',
  'issuance',
]);
/** Commands that show every step, the packages among them. */
const WITH_STEPS = new Set(['start', 'test']);

class Problem extends Error {}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What node_modules has to hold: the lock file, and the parts of package.json that npm reads besides. */
function wantedPackages() {
  const texts = ['package.json', 'package-lock.json'].map((name) => {
    try {
      return readFileSync(join(PROJECT, name), 'utf8');
    } catch {
      throw new Problem(`${name} is missing: this is not a whole clone; clone the repository again.`);
    }
  });
  const { dependencies, devDependencies, overrides, allowScripts } = JSON.parse(texts[0]);
  const parts = JSON.stringify([dependencies, devDependencies, overrides, allowScripts]);
  return `${createHash('sha256').update(parts).update(texts[1]).digest('hex')} ${process.platform}-${process.arch}\n`;
}

function installedPackages() {
  try {
    return readFileSync(MARKER, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One installation at a time: `npm start` and `npm test` may be the first commands side by side. */
async function takeLock(say) {
  mkdirSync(join(PROJECT, '.cache'), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      const file = openSync(LOCK, 'wx');
      writeSync(file, String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Problem(`${LOCK} cannot be written (${error.code}): make the project's folder writable.`);
    }
    const holder = Number(readFileSync(LOCK, { encoding: 'utf8', flag: 'a+' }));
    if (holder > 0 && !isAlive(holder)) rmSync(LOCK, { force: true });
    else if (!waited) say(`  waiting for the installation that process ${holder} is making`);
    await pause(300);
  }
}

/** The variables of the caller without what would make npm see this project's own, half-installed tools first. */
function installerEnvironment() {
  const environment = {};
  for (const [name, value] of Object.entries(process.env))
    if (!/^npm_(config_(loglevel|ignore_scripts|omit|production)|lifecycle_|package_)/i.test(name))
      environment[name] = value;
  environment.NODE_ENV = 'development';
  environment.PATH = (process.env.PATH || '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(MODULES))
    .join(delimiter);
  return environment;
}

function explain(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/.test(
      output,
    )
  )
    return 'The packages could not be fetched: check the network or the proxy settings of npm, then repeat the command.';
  if (/ENOSPC/.test(output)) return 'The disk is full: make room (about 700 MB), then repeat the command.';
  if (/EACCES|EPERM/.test(output))
    return 'npm may not write here: give yourself the project’s folder (chown), then repeat the command.';
  if (/EINTEGRITY/.test(output))
    return 'A package is not the one that package-lock.json names: clear the cache (`npm cache clean --force`), then repeat.';
  return 'npm could not install the packages: the reason is in the log, repeat the command once it is dealt with.';
}

/**
 * `npm install --no-save`, and not `npm ci`: both take exactly what the lock file pins and neither changes it, but
 * `npm ci` refuses a lock file without the packages of foreign platforms, which npm leaves out where its registry has
 * not got them (npm/cli#9846).
 */
function install() {
  mkdirSync(join(PROJECT, '.cache', 'logs'), { recursive: true });
  const flags = [
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts=false',
    '--include=dev',
    '--loglevel=error',
  ];
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', ['install', ...flags], {
      cwd: PROJECT,
      env: installerEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    npm.once('error', () =>
      reject(new Problem('npm is missing: install Node 20 or newer together with npm.')),
    );
    npm.once('close', (code) => {
      writeFileSync(LOG, output);
      if (code === 0) resolve();
      else reject(new Problem(`${explain(output)} (log: ${LOG})`));
    });
  });
}

/** @returns {Promise<boolean>} whether anything had to be installed */
async function ensurePackages(say) {
  const wanted = wantedPackages();
  if (installedPackages() === wanted) return false;
  await takeLock(say);
  const release = () => rmSync(LOCK, { force: true });
  process.once('exit', release);
  try {
    if (installedPackages() === wanted) return false;
    say('  installing the packages of package-lock.json (about half a minute)');
    rmSync(MARKER, { force: true });
    await install();
    writeFileSync(MARKER, wanted);
    return true;
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

function projectNode() {
  for (const path of [join(MODULES, 'node/bin/node'), join(MODULES, '.bin/node')])
    if (existsSync(path)) return path;
  throw new Problem(
    'The package "node" did not install its program: allow install scripts (`npm config delete ignore-scripts`), ' +
      'remove the folder node_modules, then repeat the command.',
  );
}

/** Runs the command and ends as it ends. */
function run(node, command, args) {
  const environment = { ...process.env };
  const first = [join(MODULES, 'node/bin'), join(MODULES, '.bin')];
  environment.PATH = [...first, ...(process.env.PATH || '').split(delimiter)].join(delimiter);
  const child = spawn(node, [join(PROJECT, 'scripts/commands', `${command}.ts`), ...args], {
    stdio: 'inherit',
    env: environment,
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', (error) =>
    fail(new Problem(`${node} cannot be run (${error.code}): remove node_modules, then repeat.`)),
  );
  child.once('close', (code, signal) => {
    if (signal === null) process.exit(code);
    process.exit(128 + (constants.signals[signal] || 0));
  });
}

function fail(error) {
  if (error instanceof Problem) process.stderr.write(`✗ ${error.message}\n`);
  else
    process.stderr.write(`✗ Unexpected: ${error?.message}; remove the folder node_modules, then repeat.\n`);
  process.exit(1);
}

async function main() {
  const [command = '', ...args] = process.argv.slice(2);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE)
    throw new Problem(
      `Node ${OLDEST_NODE} or newer is needed and this is ${process.version}: install a newer Node.`,
    );
  if (!/^[a-z]+$/.test(command) || !existsSync(join(PROJECT, 'scripts/commands', `${command}.ts`)))
    throw new Problem(`There is no command "${command}": \`npm run\` lists them.`);
  const out = QUIET.has(command) ? process.stderr : process.stdout;
  const began = Date.now();
  const changed = await ensurePackages((line) => out.write(`${line}\n`));
  if (WITH_STEPS.has(command) && !args.includes('--help')) {
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    out.write(`✓ packages · ${changed ? 'installed' : 'unchanged'} · ${seconds} s\n`);
  }
  run(projectNode(), command, args);
}

main().catch(fail);
