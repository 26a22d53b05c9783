/** A value or an expected failure. Defects (bugs, lost connections) stay exceptions. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** The value of a result that cannot fail here; a failure is a defect and throws with its detail. */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
}

/** Marks the branch that the type checker has proved unreachable. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${typeof value}`);
}
