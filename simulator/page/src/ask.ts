import type { z } from 'zod';
import { Problem } from '../../../functions/issuance/contract.ts';
import { err, ok, type Result } from '../../../functions/shared/result.ts';

export type Answer<T> = Promise<Result<T, Problem>>;

export const NO_SERVER: Problem = {
  type: 'about:blank',
  title: 'no answer from the simulator',
  status: 503,
  code: 'SIM-1006',
  message: 'シミュレーターから応答がありません。npm run status で動いているか確かめてください。',
  retry: true,
};

/** Asks the page's own server, on the same origin. Whatever goes wrong on the way becomes a refusal to show. */
export async function ask(path: string, body?: unknown): Answer<Response> {
  try {
    const response = await fetch(
      path,
      body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
    if (response.ok) return ok(response);
    const problem = Problem.safeParse(await response.json());
    return err(problem.success ? problem.data : NO_SERVER);
  } catch {
    return err(NO_SERVER);
  }
}

export async function askFor<S extends z.ZodType>(
  schema: S,
  path: string,
  body?: unknown,
): Answer<z.infer<S>> {
  const response = await ask(path, body);
  if (!response.ok) return response;
  try {
    return ok(schema.parse(await response.value.json()));
  } catch {
    return err(NO_SERVER);
  }
}
