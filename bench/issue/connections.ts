import { openConnection } from '../../test/prove/kiosk-connection.ts';
import { median, percentile } from '../statistics.ts';
import type { OnEngine } from './on-engine.ts';

/** Certificates one after the other on each of so many connections; one line. */
export async function measureConnections(
  { stack, key, wishes }: OnEngine,
  connections: number,
  requests: number,
): Promise<string> {
  const times: number[] = [];
  let left = requests;
  const worker = async (): Promise<void> => {
    const connection = openConnection(stack.kioskApiUrl, key);
    try {
      while (left > 0) {
        left -= 1;
        const { status, elapsedMs } = await connection.post('/v1/issue', wishes.next().request);
        if (status !== 200) throw new Error(`status ${status} instead of a certificate`);
        times.push(elapsedMs);
      }
    } finally {
      connection.close();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const perSecond = (requests / (performance.now() - began)) * 1000;
  return `${connections} connections: p50 ${median(times).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms, ${perSecond.toFixed(1)} certificates/s (${requests} requests)`;
}
