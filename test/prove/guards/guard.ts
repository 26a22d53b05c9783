/** A text that is replaced; it must stand in the file exactly once. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** Something that must never be taken out, and the test that notices. */
export type Guard = {
  readonly name: string;
  readonly invariant?: Invariant;
  /** What taking it out means, in the sources. */
  readonly edits: readonly Edit[];
  /** The test's file and its own title, without the groups around it. */
  readonly test: { readonly file: string; readonly title: string };
};

export const INVARIANTS = [
  'INV-1',
  'INV-2',
  'INV-3',
  'INV-4',
  'INV-5',
  'INV-6',
  'INV-7',
  'INV-8',
  'INV-9',
  'INV-10',
  'INV-11',
  'INV-12',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** The edit, or why it cannot be made. */
export function applyEdit(text: string, { file, find, replace }: Edit): string | { readonly moved: string } {
  const places = text.split(find).length - 1;
  if (places === 1) return text.replace(find, () => replace);
  return { moved: `${file}: ${places} places match, not one` };
}

type Definition = Omit<Guard, 'test' | 'edits'> & {
  readonly edits: readonly (readonly [find: string, replace: string])[];
  readonly title: string;
};

/** Guards of one source file that one test file watches. */
export function guardsOf(file: string, testFile: string, definitions: readonly Definition[]): Guard[] {
  return definitions.map(({ title, edits, ...rest }) => ({
    ...rest,
    edits: edits.map(([find, replace]) => ({ file, find, replace })),
    test: { file: testFile, title },
  }));
}
