import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../functions/shared/result.ts';
import { CACHE } from '../../../scripts/local/places.ts';
import { codeOf } from '../../../scripts/local/problem.ts';

/** A program that reads PDFs and comes from no registry of packages for Node. */
export type Tool = 'pdftotext' | 'pdffonts' | 'qpdf' | 'java' | 'mvn';

/** How each is asked for its version, and how a person gets it. */
const TOOLS: Readonly<Record<Tool, { readonly version: string; readonly get: string }>> = {
  pdftotext: { version: '-v', get: 'install poppler (Debian, Ubuntu: `sudo apt install poppler-utils`)' },
  pdffonts: { version: '-v', get: 'install poppler (Debian, Ubuntu: `sudo apt install poppler-utils`)' },
  qpdf: { version: '--version', get: 'install qpdf (Debian, Ubuntu: `sudo apt install qpdf`)' },
  java: {
    version: '-version',
    get: 'install Java 17 or newer for veraPDF (Debian, Ubuntu: `sudo apt install openjdk-17-jre-headless`)',
  },
  mvn: {
    version: '-version',
    get: 'install Maven, which fetches veraPDF once (Debian, Ubuntu: `sudo apt install maven`)',
  },
};

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a tool to its end, whatever its exit code. The error is a sentence that says how to get what is missing. */
export function runTool(tool: Tool, args: readonly string[]): Promise<Result<Ended, string>> {
  return new Promise((resolve, reject) => {
    execFile(
      tool,
      args,
      { maxBuffer: 256 * 1024 * 1024, timeout: 600_000 },
      (error: (Error & { code?: number | string | null }) | null, stdout, stderr) => {
        if (codeOf(error) === 'ENOENT') resolve(err(`${tool} is missing: ${TOOLS[tool].get}.`));
        else if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve(ok({ code: Number(error?.code ?? 0), stdout, stderr }));
      },
    );
  });
}

/** The first line of what the tool says of its version. */
export async function versionOf(tool: Tool): Promise<Result<string, string>> {
  const said = await runTool(tool, [TOOLS[tool].version]);
  if (!said.ok) return said;
  const [first = ''] = `${said.value.stdout}${said.value.stderr}`.trim().split('\n');
  return ok(first.trim());
}

/** veraPDF, the reference validator of PDF/A, as Maven Central has it. */
const VERAPDF = {
  artifact: 'org.verapdf.apps:greenfield-apps:1.28.2',
  file: 'greenfield-apps-1.28.2.jar',
  sha256: '687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6',
  main: 'org.verapdf.apps.GreenfieldCliWrapper',
} as const;

/** veraPDF's jar in the cache, fetched once and known by its hash. The error is a sentence. */
export async function findVeraPdf(): Promise<Result<string, string>> {
  const folder = join(CACHE, 'verapdf');
  const jar = join(folder, VERAPDF.file);
  if (await isVeraPdf(jar)) return ok(jar);
  await mkdir(folder, { recursive: true });
  const options = ['-q', '-B', `-Dartifact=${VERAPDF.artifact}`];
  const fetched = await runTool('mvn', [...options, '-Dtransitive=false', 'dependency:get']);
  if (!fetched.ok) return fetched;
  const copied = await runTool('mvn', [...options, `-DoutputDirectory=${folder}`, 'dependency:copy']);
  if (!copied.ok) return copied;
  if (await isVeraPdf(jar)) return ok(jar);
  const [reason = 'Maven said nothing'] = `${fetched.value.stdout}${copied.value.stdout}`.trim().split('\n');
  return err(
    `veraPDF (${VERAPDF.artifact}) could not be fetched or is another one: put ${VERAPDF.file} into ${folder}/ (${reason}).`,
  );
}

async function isVeraPdf(jar: string): Promise<boolean> {
  const bytes = await readFile(jar).catch(() => undefined);
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === VERAPDF.sha256;
}

/** Validates files against PDF/A-2u in one run: for each that does not pass, what veraPDF says of it. */
export async function validate(
  jar: string,
  paths: readonly string[],
): Promise<Result<ReadonlyMap<string, string>, string>> {
  const options = ['-cp', jar, VERAPDF.main, '-f', '2u', '--format', 'text', '-v'];
  const ended = await runTool('java', [...options, ...paths]);
  if (!ended.ok) return ended;
  const faults = new Map(paths.map((path) => [path, 'veraPDF says nothing']));
  let last: string | undefined;
  for (const line of ended.value.stdout.split('\n')) {
    const [, verdict, path] = /^(PASS|FAIL) (.+) 2u$/.exec(line) ?? [];
    last = path ?? last;
    if (last === undefined) continue;
    if (verdict === 'PASS') faults.delete(last);
    else if (verdict === 'FAIL') faults.set(last, 'not PDF/A-2u');
    // A rule that was broken, below its file.
    else if (line.startsWith('  FAIL')) faults.set(last, `${faults.get(last)}${line}`);
  }
  return ok(faults);
}
