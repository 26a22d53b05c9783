import { execFile } from 'node:child_process';
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileDisk as disk } from '../../../agent/src/file-disk.ts';
import { filesBelow } from './agent-process.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kofu-disk-'));
});
afterEach(() => rm(root, { recursive: true }));

const at = (name: string): string => join(root, name);

async function gathered(path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of disk.read(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the file system', () => {
  test('shows regular files only: whoever may write into a drop folder could lay a link or a pipe there', async () => {
    await writeFile(at('secret'), '秘密');
    await mkdir(at('drop'));
    await symlink(at('secret'), at('drop/link.csv'));
    await promisify(execFile)('mkfifo', [at('drop/pipe.csv')]);
    await mkdir(at('drop/folder.csv'));
    await writeFile(at('drop/a.csv'), '1');
    expect((await disk.list(at('drop'))).map(({ name }) => name)).toEqual(['a.csv']);
    expect(await disk.stat(at('drop/link.csv'))).toBeUndefined();
    await expect(gathered(at('drop/link.csv'))).rejects.toThrow('ELOOP');
    await expect(disk.readAt(at('drop/link.csv'), 0, 1)).rejects.toThrow('ELOOP');
    expect(await disk.move(at('drop/link.csv'), at('drop/b.csv'))).toBe('gone');
    expect(await disk.list(at('none'))).toEqual([]);
  });

  test('reads a file in pieces, and a part of it where there is so much', async () => {
    await writeFile(at('a'), 'あ'.repeat(200_000));
    expect(await gathered(at('a'))).toBe('あ'.repeat(200_000));
    expect(Buffer.from(await disk.readAt(at('a'), 3, 3)).toString()).toBe('あ');
    expect((await disk.readAt(at('a'), 599_997, 10)).byteLength).toBe(3);
  });

  test('writes a text as a whole and leaves no draft', async () => {
    await disk.writeText(at('x/y/state.json'), 'eins');
    await disk.writeText(at('x/y/state.json'), 'zwei');
    expect(await filesBelow(root)).toEqual(['x/y/state.json']);
    expect(await disk.readText(at('x/y/state.json'))).toBe('zwei');
    expect(await disk.readText(at('none'))).toBeUndefined();
  });

  test('takes a file into a folder that it makes, and says when it is gone', async () => {
    await writeFile(at('a'), '1');
    const before = await disk.stat(at('a'));
    expect(await disk.take(at('a'), at('work/id.a'))).toBe('moved');
    expect(await disk.take(at('a'), at('work/id2.a'))).toBe('gone');
    expect(await disk.stat(at('work/id.a'))).toEqual(before);
    expect(await filesBelow(root)).toEqual(['work/id.a']);
  });

  test('moves a file and never over another one', async () => {
    await writeFile(at('a'), 'neu');
    await writeFile(at('b'), 'alt');
    expect(await disk.move(at('a'), at('b'))).toBe('taken');
    expect(await readFile(at('b'), 'utf8')).toBe('alt');
    expect(await disk.move(at('a'), at('sent/a'))).toBe('moved');
    expect(await disk.move(at('a'), at('sent/a'))).toBe('gone');
    expect(await filesBelow(root)).toEqual(['b', 'sent/a']);
  });

  test('mends a file that a crash has left under both names', async () => {
    await writeFile(at('a'), '1');
    await mkdir(at('sent'));
    await link(at('a'), at('sent/a'));
    expect(await disk.move(at('a'), at('sent/a'))).toBe('moved');
    expect(await filesBelow(root)).toEqual(['sent/a']);
  });

  test('removes what is there, and minds nothing that is not', async () => {
    await disk.writeText(at('sent/2026-11-25/a'), '1');
    expect(await disk.folders(at('sent'))).toEqual(['2026-11-25']);
    await disk.remove(at('sent/2026-11-25/a'));
    await disk.remove(at('sent/2026-11-25/a'));
    await disk.removeFolder(at('sent/2026-11-25'));
    expect(await disk.folders(at('sent'))).toEqual([]);
  });
});
