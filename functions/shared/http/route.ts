/** Values of the parameters in a path pattern, decoded. */
export type PathParameters = Readonly<Record<string, string>>;

/**
 * Matches a path with a pattern of the gateway: `{name}` stands for one segment, `{name+}` for all that follow.
 * @returns the parameters, or undefined where the path does not fit or is not well encoded
 */
export function matchPath(pattern: string, path: string): PathParameters | undefined {
  const names = segmentsOf(pattern);
  const values = segmentsOf(path);
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const parameter = /^\{(\w+)(\+?)\}$/.exec(name);
    const value = values[index];
    if (value === undefined) return undefined;
    if (parameter === null) {
      if (name !== value) return undefined;
      continue;
    }
    const greedy = parameter[2] === '+';
    const decoded = decode(greedy ? values.slice(index).join('/') : value);
    if (decoded === undefined) return undefined;
    parameters[parameter[1] ?? ''] = decoded;
    if (greedy) return parameters;
  }
  return names.length === values.length ? parameters : undefined;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
