import type { Instant } from '../../functions/shared/time.ts';

/** What distinguishes one content of a file from the next without reading it. `inode` survives a rename. */
export type FileStat = { readonly size: number; readonly modifiedMs: number; readonly inode: string };
export type FolderEntry = { readonly name: string; readonly stat: FileStat };

/** The file system. What an effect has done is durable when it returns; a power loss before that may undo it. */
export type Disk = {
  /** Regular files of a folder; links, folders and devices are left out, and a folder that is missing is empty. */
  readonly list: (folder: string) => Promise<readonly FolderEntry[]>;
  readonly folders: (folder: string) => Promise<readonly string[]>;
  readonly stat: (path: string) => Promise<FileStat | undefined>;
  readonly read: (path: string) => AsyncIterable<Uint8Array>;
  /** Exactly these bytes, or fewer where the file ends before. */
  readonly readAt: (path: string, offset: number, length: number) => Promise<Uint8Array>;
  readonly readText: (path: string) => Promise<string | undefined>;
  /** Replaces the file as a whole: a reader sees the old text or the new one. */
  readonly writeText: (path: string, text: string) => Promise<void>;
  /**
   * Gives the file a name that nobody else has, in one step: whoever writes another file under the old name at this
   * moment keeps it. Makes the new name's folder.
   */
  readonly take: (from: string, to: string) => Promise<'moved' | 'gone'>;
  /**
   * Gives a file that only we know another name and never overwrites one. In two steps: a crash may leave the file
   * under both names, and a repetition mends that. Makes the new name's folder.
   */
  readonly move: (from: string, to: string) => Promise<'moved' | 'gone' | 'taken'>;
  /** What is not there is removed already. */
  readonly remove: (path: string) => Promise<void>;
  readonly removeFolder: (path: string) => Promise<void>;
};

export type StoredPart = {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  /** SHA-256, BASE64. */
  readonly sha256: string | undefined;
};

/** `checksum`: SHA-256 in BASE64, or that of the parts' sums with `-<number of parts>` behind it. */
export type StoredObject = { readonly size: number; readonly checksum: string | undefined };

/** A small object that is read and written as a whole. `now` and `modified` are of the store's own clock. */
export type Note = {
  readonly text: string;
  readonly etag: string;
  readonly modified: Instant;
  readonly now: Instant;
};
export type NoteCondition =
  | { readonly when: 'always' }
  | { readonly when: 'absent' }
  | { readonly when: 'unchanged'; readonly etag: string };

/** The bucket. Throws where it cannot be reached or refuses; every effect may have happened all the same. */
export type Store = {
  /** Writes only where nothing is, and only what has this sum (BASE64). */
  readonly create: (key: string, bytes: Uint8Array, sha256: string) => Promise<'created' | 'exists'>;
  readonly begin: (key: string) => Promise<string>;
  /** The parts that have arrived; undefined where there is no such upload (any more). */
  readonly partsOf: (key: string, upload: string) => Promise<readonly StoredPart[] | undefined>;
  readonly putPart: (part: {
    readonly key: string;
    readonly upload: string;
    readonly number: number;
    readonly bytes: Uint8Array;
    readonly sha256: string;
  }) => Promise<StoredPart>;
  /** Puts the parts together, only where nothing is. */
  readonly complete: (upload: {
    readonly key: string;
    readonly upload: string;
    readonly parts: readonly StoredPart[];
  }) => Promise<'created' | 'exists' | 'no-such-upload'>;
  readonly abort: (key: string, upload: string) => Promise<void>;
  /** Undefined where there is nothing, or nothing that we may see. */
  readonly head: (key: string) => Promise<StoredObject | undefined>;
  /** SHA-256 (hex) of the whole object, read back. */
  readonly sha256Of: (key: string) => Promise<string | undefined>;
  readonly readNote: (key: string) => Promise<Note | undefined>;
  readonly writeNote: (
    key: string,
    text: string,
    condition: NoteCondition,
  ) => Promise<'written' | 'conflict'>;
};

/** Clocks of this machine. Nothing but a length of time is ever taken from them. */
export type Time = {
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly wall: () => Instant;
  /** Returns early once the signal has fired. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** 16 lower-case hexadecimal digits that nobody else has. */
export type NewJobId = () => string;
