/** Compares what a template asks for with what exists; both in the template's words. */

export type Difference = {
  /** `Replicas.0.PointInTimeRecoverySpecification` */
  readonly path: string;
  readonly asked: unknown;
  readonly found: unknown;
};

/**
 * What is asked for and not found. Text and number count alike; an element of a list may stand anywhere; a reference
 * to another resource (`Ref`, `Fn::…`) asks only that there is something.
 */
export function differences(asked: unknown, found: unknown, path = ''): readonly Difference[] {
  if (isReference(asked)) return found === undefined || found === '' ? [{ path, asked, found }] : [];
  if (Array.isArray(asked)) return listDifferences(asked, found, path);
  if (typeof asked === 'object' && asked !== null) {
    const values = isRecord(found) ? found : {};
    return Object.entries(asked).flatMap(([name, value]) =>
      differences(value, values[name], join(path, name)),
    );
  }
  return String(asked) === String(found) ? [] : [{ path, asked, found }];
}

function listDifferences(asked: readonly unknown[], found: unknown, path: string): readonly Difference[] {
  const candidates: readonly unknown[] = Array.isArray(found) ? found : [];
  return asked.flatMap((element, index) => {
    const tries = candidates.map((candidate) => differences(element, candidate, join(path, String(index))));
    const nearest = tries.sort((a, b) => a.length - b.length)[0];
    return nearest ?? [{ path: join(path, String(index)), asked: element, found: undefined }];
  });
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReference(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [name, ...others] = Object.keys(value);
  return name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}
