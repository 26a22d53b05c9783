/** Does the work for all items with at most `width` under way at once; answers in the order of the items. */
export async function inPool<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  const open = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of open) answers.set(index, await work(item, index));
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return items.map((_, index) => answers.get(index) as R);
}
