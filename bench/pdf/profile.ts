import { Session } from 'node:inspector';
import type { ProfileFrame } from './transfer.ts';

type Node = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
};
type Profile = {
  readonly nodes: readonly Node[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
};

const INTERVAL_MICROS = 50;

/** Runs the work under the profiler of this very process and adds up, by place, where its time went. */
export async function profiled(work: () => Promise<void>): Promise<readonly ProfileFrame[]> {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error)));
    });
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROS });
  await post('Profiler.start');
  await work();
  const { profile } = (await post('Profiler.stop')) as { readonly profile: Profile };
  session.disconnect();
  return framesOf(profile);
}

/** Self time by place, without what the process waited and what the measurement itself did. */
export function framesOf({ nodes, samples = [], timeDeltas = [] }: Profile): readonly ProfileFrame[] {
  const places = new Map<number, string | undefined>();
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placeAt = (id: number | undefined): string | undefined => {
    const node = id === undefined ? undefined : byId.get(id);
    if (id === undefined || node === undefined) return undefined;
    if (!places.has(id)) places.set(id, placeOf(node) ?? placeAt(parents.get(id)));
    return places.get(id);
  };
  const totals = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = placeAt(id);
    if (place !== undefined) totals.set(place, (totals.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return [...totals].map(([place, micros]) => ({ place, micros }));
}

/** Undefined where the caller's place is meant: a function of the machine, which somebody has called. */
function placeOf({ callFrame: { functionName, url } }: Node): string | undefined {
  if (functionName === '(garbage collector)') return 'garbage';
  if (/^node:(internal\/)?crypto/.test(url)) return 'hashing';
  if (/^node:(internal\/)?zlib/.test(url)) return 'deflate';
  const [, file] = /\/functions\/(?:.*\/)?([^/]+)$/.exec(url) ?? [];
  return file;
}
