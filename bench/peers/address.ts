/** Where a package of this folder begins, for an `import()` from anywhere; packages are looked for from here. */
export const peerUrl = (name: string): string => import.meta.resolve(name);

/** A package of this folder, in this process. */
export const loadPeer = (name: string): Promise<unknown> => import(name);
