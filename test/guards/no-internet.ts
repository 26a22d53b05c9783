// Loaded before every test file, and by `npm test` into every Node that it starts: nothing but this machine answers.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const LOOPBACK_NAME = /^(localhost|ip6-localhost)$/i;
const LOOPBACK_ADDRESS = /^(127(\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1|::ffff:127(\.\d{1,3}){3})$/i;

export class InternetRefused extends Error {
  readonly code = 'ENOINTERNET';

  constructor(target: string) {
    super(`A test tried to reach ${target}: tests reach this machine only.`);
    this.name = 'InternetRefused';
  }
}

const isHere = (host: string): boolean =>
  LOOPBACK_NAME.test(host) || LOOPBACK_ADDRESS.test(host.replace(/^\[|\]$/g, ''));

/** Node normalises what `connect` is given before it comes back to it: `[options, callback]` inside an array. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first] = args;
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return undefined;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort) return undefined;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

const guarded = Symbol.for('kofu.no-internet');

function install(): void {
  // Vitest loads this once per test file, and a worker may see many: the patch must not pile up.
  if (guarded in net.Socket.prototype) return;
  Object.defineProperty(net.Socket.prototype, guarded, { value: true });

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host === undefined || isHere(host)) return Reflect.apply(connect, this, args);
    process.nextTick(() => this.destroy(new InternetRefused(host)));
    return this;
  };

  const lookup = dns.lookup;
  const guardedLookup = (host: string, ...rest: unknown[]): unknown => {
    const callback = rest.at(-1);
    if (isHere(host) || host === '' || typeof callback !== 'function')
      return Reflect.apply(lookup, dns, [host, ...rest]);
    process.nextTick(callback, new InternetRefused(host));
    return undefined;
  };
  Object.assign(dns, { lookup: Object.assign(guardedLookup, lookup) });
  const promised = dns.promises.lookup;
  Object.assign(dns.promises, {
    lookup: async (host: string, ...rest: unknown[]): Promise<unknown> => {
      if (!isHere(host)) throw new InternetRefused(host);
      return Reflect.apply(promised, dns.promises, [host, ...rest]);
    },
  });

  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function guardedSend(this: dgram.Socket, ...args: unknown[]) {
    const host = args.find((argument, index) => index > 0 && typeof argument === 'string');
    if (typeof host === 'string' && !isHere(host)) throw new InternetRefused(host);
    return Reflect.apply(send, this, args);
  };
  syncBuiltinESMExports();

  // A proxy on this machine would be a way out.
  for (const name of Object.keys(process.env))
    if (/^(https?|all|ftp)_proxy$/i.test(name) || name === 'NODE_USE_ENV_PROXY') delete process.env[name];
}

install();
