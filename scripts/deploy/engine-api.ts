import { z } from 'zod';
import { requireLoopback } from './loopback.ts';

/** Calls to services for which the project carries no SDK client; only ever to an engine on the loopback. */
export type EngineApi = {
  readonly cloudFormation: (action: string, parameters: Readonly<Record<string, string>>) => Promise<string>;
  readonly lambda: (path: string) => Promise<unknown>;
  /** Calls a function without an event and waits for its end. */
  readonly invoke: (name: string) => Promise<void>;
  readonly apiGateway: (path: string) => Promise<unknown>;
  readonly logs: (action: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>;
};

export function engineApi(endpoint: string, region: string): EngineApi {
  const address = requireLoopback(endpoint);
  // The engine reads the service from the scope of the signature, and the signature not at all.
  const authorization = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const call = async (service: string, path: string, init: RequestInit): Promise<string> => {
    const response = await fetch(`${address}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: authorization(service) },
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The engine's ${service} refused ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  };
  return {
    cloudFormation: (action, parameters) =>
      call('cloudformation', '/', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ Action: action, Version: '2010-05-15', ...parameters }).toString(),
      }),
    lambda: async (path) => JSON.parse(await call('lambda', path, { method: 'GET' })),
    invoke: async (name) => {
      const answer = await call('lambda', `/2015-03-31/functions/${name}/invocations`, { method: 'POST' });
      if (answer.includes('errorType')) throw new Error(`The function ${name} failed: ${answer}`);
    },
    apiGateway: async (path) => JSON.parse(await call('apigateway', path, { method: 'GET' })),
    logs: async (action, body) =>
      JSON.parse(
        await call('logs', '/', {
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `Logs_20140328.${action}`,
          },
          body: JSON.stringify(body),
        }),
      ),
  };
}

const Member = z.object({ logicalId: z.string(), physicalId: z.string(), status: z.string() });
export type StackMember = z.infer<typeof Member>;

/** The resources of a deployed stack, by their logical ids. */
export async function stackMembers(api: EngineApi, stack: string): Promise<ReadonlyMap<string, StackMember>> {
  const xml = await api.cloudFormation('DescribeStackResources', { StackName: stack });
  const members = [...xml.matchAll(/<member>(.*?)<\/member>/gs)].map(([, inner]) =>
    Member.parse({
      logicalId: text(inner, 'LogicalResourceId'),
      physicalId: text(inner, 'PhysicalResourceId'),
      status: text(inner, 'ResourceStatus'),
    }),
  );
  return new Map(members.map((member) => [member.logicalId, member]));
}

function text(xml: string | undefined, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml ?? '')?.[1];
}
