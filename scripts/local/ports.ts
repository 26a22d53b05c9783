import { createServer } from 'node:net';
import { codeOf, Problem } from './problem.ts';

export const ENGINE_PORT = { variable: 'KOFU_PORT', usual: 4610 } as const;
export const SIMULATOR_PORT = { variable: 'KOFU_SIMULATOR_PORT', usual: 4611 } as const;
export const KOSEKI_PORT = { variable: 'KOFU_KOSEKI_PORT', usual: 4612 } as const;
type PortName = typeof ENGINE_PORT | typeof SIMULATOR_PORT | typeof KOSEKI_PORT;

/** The port that the variable asks for, or the usual one. */
export function portFrom(name: PortName, environment: Readonly<Record<string, string | undefined>>): number {
  const text = environment[name.variable];
  if (text === undefined || text === '') return name.usual;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new Problem(`${name.variable} is "${text}"`, 'set it to a port number from 1 to 65535, or unset it');
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** @throws Problem naming the port, where something else has it */
export async function requireFreePort(port: number, name: PortName): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE')
      throw new Problem(
        `Port ${port} is taken by another program`,
        `end that program, or choose another port with ${name.variable}=PORT`,
      );
    throw new Problem(
      `Port ${port} cannot be opened (${codeOf(error)})`,
      `choose another one with ${name.variable}=PORT`,
    );
  }
}

/** This port where nobody has it, otherwise any. */
export const freePortNear = (port: number): Promise<number> => listenOnce(port).catch(anyFreePort);

/** A port that nobody has at this moment. */
export const anyFreePort = (): Promise<number> => listenOnce(0);
