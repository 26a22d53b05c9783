import { readFileSync } from 'node:fs';
import type { DisplayList } from '../../functions/pdf/index.ts';
import type { Engine, LoadPackage, Materials } from './engines/engine.ts';
import type { FlatPage } from './flat-page.ts';
import {
  ANSWER,
  type Answer,
  type DrawResult,
  listUnpacker,
  type Order,
  unpackMaterials,
  unpackPage,
} from './transfer.ts';

/** When the first line of this process's file ran (`process.hrtime.bigint()`); set by that line. */
export const BEGAN = Symbol.for('bench.pdf.began');
/** What `cold-case.ts` has read before that line: materials and one document. */
export const COLD_CASE = Symbol.for('bench.pdf.case');

type Marked = { [BEGAN]?: bigint; [COLD_CASE]?: ColdCase };
export type ColdCase = { readonly materials: Materials; readonly document: unknown };

/** Ready to draw what an order brings, in the form that the engine takes. */
type Drawing = {
  readonly inputOf: (packed: unknown) => DisplayList | FlatPage;
  readonly draw: (input: DisplayList | FlatPage) => Uint8Array | Promise<Uint8Array>;
};

/**
 * An engine in a process of its own. `cold`: opens it, draws one certificate and says how long both took since the
 * process's first line. `warm MATERIALS`: opens it, then carries out one order a line until standard input ends.
 */
export async function serve(engine: Engine, load: LoadPackage): Promise<void> {
  const [, , mode, file = ''] = process.argv;
  if (mode === 'cold') return drawFirst(engine, load);
  const drawing = await opened(engine, unpackMaterials(JSON.parse(readFileSync(file, 'utf8'))), load);
  // a cold process shall load nothing that only this one needs
  const { createInterface } = await import('node:readline');
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await carriedOut(drawing, JSON.parse(line));
    process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`);
  }
}

async function opened(engine: Engine, materials: Materials, load: LoadPackage): Promise<Drawing> {
  // what the two kinds of engine take is never mixed up: each draws only what its own `inputOf` has made
  if (engine.takes === 'page') {
    const draw = await engine.open(materials, load);
    return { inputOf: unpackPage, draw: (input) => draw(input as FlatPage) };
  }
  const { draw, seal } = await engine.open(materials);
  return {
    inputOf: listUnpacker(seal, materials.form),
    draw: (input) => draw(input as DisplayList),
  };
}

async function carriedOut({ inputOf, draw }: Drawing, order: Order): Promise<Answer> {
  const inputs = order.documents.map(inputOf);
  const results: DrawResult[] = [];
  const work = async (): Promise<void> => {
    for (const input of inputs) results.push(await timed(() => draw(input), order.keep));
  };
  // the garbage of reading an order is not the engine's
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  let profile: Answer['profile'];
  if (order.profile === true) profile = await (await import('./profile.ts')).profiled(work);
  else await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    results,
    cpuMs: (user + system) / 1000,
    peakBytes: peakBytes(),
    ...(profile === undefined ? {} : { profile }),
  };
}

async function timed(draw: () => Uint8Array | Promise<Uint8Array>, keep: boolean): Promise<DrawResult> {
  const began = performance.now();
  try {
    const made = draw();
    const pdf = made instanceof Promise ? await made : made;
    const ms = performance.now() - began;
    const file = keep ? { file: Buffer.from(pdf).toString('base64') } : {};
    return { kind: 'drawn', ms, bytes: pdf.length, ...file };
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}

async function drawFirst(engine: Engine, load: LoadPackage): Promise<void> {
  const { [BEGAN]: began, [COLD_CASE]: known } = globalThis as Marked;
  if (began === undefined || known === undefined) throw new Error('not started for a cold measurement');
  const { inputOf, draw } = await opened(engine, known.materials, load);
  const input = inputOf(known.document);
  const ready = process.hrtime.bigint();
  const { length } = await draw(input);
  const end = process.hrtime.bigint();
  const answer = { openMs: Number(ready - began) / 1e6, firstMs: Number(end - ready) / 1e6, bytes: length };
  process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`);
}

/**
 * The most memory that this process has held. Not `resourceUsage().maxRSS` where there is another way: Linux begins
 * that number at what the parent held when it started the process.
 */
function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // no Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}
