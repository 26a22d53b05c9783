/** Key of one item of a table. */
export type ItemKey = { readonly pk: string; readonly sk: string };

/** One text per item of a table, for maps. Neither part can hold a line break. */
export const keyText = (key: ItemKey): string => `${key.pk}\n${key.sk}`;
