import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CenterKey } from '../../functions/issuance/center/center-key.ts';
import { createSecretsClient } from '../../functions/shared/aws.ts';
import { SIGNATURE_HEADERS, sign } from '../../functions/shared/signature.ts';

export type KioskAnswer = {
  readonly status: number;
  /** Names and values as they came, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** From sending the request to the last byte of its answer. */
  readonly elapsedMs: number;
};

/** One kept-alive connection to an API, as the centre has it. One request at a time. */
export type KioskConnection = {
  readonly post: (path: string, body: unknown) => Promise<KioskAnswer>;
  readonly close: () => void;
};

/** The key that the centre of this stack signs with. */
export async function readCenterKey(stack: {
  readonly endpoint: string;
  readonly centerSecret: string;
}): Promise<CenterKey> {
  const client = createSecretsClient({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint },
  });
  const answer = await client.send(new GetSecretValueCommand({ SecretId: stack.centerSecret }));
  client.destroy();
  return CenterKey.parse(JSON.parse(answer.SecretString ?? ''));
}

export function openConnection(baseUrl: string, { keyId, key }: CenterKey): KioskConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const base = new URL(baseUrl);

  const post = (path: string, value: unknown): Promise<KioskAnswer> => {
    const body = Buffer.from(JSON.stringify(value));
    const time = String(Date.now());
    const nonce = randomBytes(16).toString('hex');
    const headers = {
      // Without it the gateway hands bytes on as the BASE64 in which they travel.
      accept: 'application/pdf, application/problem+json',
      'content-type': 'application/json',
      'content-length': String(body.length),
      [SIGNATURE_HEADERS.keyId]: keyId,
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]: sign(key, { method: 'POST', path, time, nonce, body }),
    };
    return new Promise((resolve, reject) => {
      const sent = request({
        agent,
        host: base.hostname,
        port: base.port,
        path: base.pathname + path,
        method: 'POST',
        headers,
      });
      sent.once('error', reject);
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const elapsedMs = performance.now() - began;
          const raw = response.rawHeaders;
          resolve({
            status: response.statusCode ?? 0,
            headers: raw.flatMap((name, index) =>
              index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ''] as const] : [],
            ),
            body: Buffer.concat(chunks),
            elapsedMs,
          });
        });
      });
      const began = performance.now();
      sent.end(body);
    });
  };
  return { post, close: () => agent.destroy() };
}

/** Connections that wait for their next request; a new one is opened where all are busy. */
export function connectionPool(open: () => KioskConnection) {
  const idle: KioskConnection[] = [];
  const all: KioskConnection[] = [];
  return {
    async post(path: string, body: unknown): Promise<KioskAnswer> {
      let connection = idle.pop();
      if (connection === undefined) {
        connection = open();
        all.push(connection);
      }
      try {
        return await connection.post(path, body);
      } finally {
        idle.push(connection);
      }
    },
    close: (): void => {
      for (const connection of all) connection.close();
    },
  };
}

/** The local engine's own refusal where all its processes are busy: the request has reached nobody. */
const ALL_BUSY = 429;
const PATIENCE = 50;

/** Asks again where the engine had no process free. */
export async function patiently(ask: () => Promise<KioskAnswer>): Promise<KioskAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.status !== ALL_BUSY || attempt === PATIENCE) return answer;
    await sleep(100);
  }
}
