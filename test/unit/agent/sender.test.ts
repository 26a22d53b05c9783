import { describe, expect, test } from 'vitest';
import type { Agent } from '../../../agent/src/agent.ts';
import type { AgentConfig } from '../../../agent/src/config.ts';
import type { RoundEnd } from '../../../agent/src/sender.ts';
import { configOf, DROP, type Hook, hooked, START, startAgent } from './instances.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createMemoryStore } from './memory-store.ts';
import { cutDrop, type Drop, faultyRowDrop, fontBytes, fontDrop, goodDrop } from './sample-drops.ts';

const TODAY = '2026-11-25';

async function site(wish: Partial<Record<keyof AgentConfig, unknown>> = {}) {
  let now = 0;
  let during: Hook = async () => undefined;
  const memory = createMemoryDisk(() => START + now);
  const bucket = createMemoryStore(() => START + now);
  const lines: string[] = [];
  const sent: string[] = [];
  const agent: Agent = startAgent(
    {
      config: configOf(wish),
      disk: hooked(memory.disk, (when, call) => during(when, call)),
      store: hooked(
        {
          ...bucket.store,
          create: async (key, bytes, sum) => {
            sent.push(key.slice(key.indexOf('/') + 1));
            return bucket.store.create(key, bytes, sum);
          },
        },
        (when, call) => during(when, call),
      ),
      monotonic: () => now,
      lines,
    },
    1,
  );
  await agent.lease.tick();
  return {
    ...memory,
    bucket,
    agent,
    sent,
    codes: () => lines.map((line) => JSON.parse(line).code),
    lines,
    during: (hook: Hook) => {
      during = hook;
    },
    drop: (...drops: readonly Pick<Drop, 'name' | 'bytes'>[]) => {
      for (const { name, bytes } of drops) memory.put(`${DROP}/${name}`, bytes);
    },
    /** Both lanes once, so many seconds later. */
    later: async (seconds: number): Promise<RoundEnd> => {
      now += seconds * 1_000;
      await agent.lease.tick();
      const [a, b] = await Promise.all([agent.round('priority'), agent.round('ordinary')]);
      const sum = (key: keyof RoundEnd): number => a[key] + b[key];
      return {
        sent: sum('sent'),
        rejected: sum('rejected'),
        settling: sum('settling'),
        incomplete: sum('incomplete'),
        failed: sum('failed'),
      };
    },
  };
}

const NOTHING: RoundEnd = { sent: 0, rejected: 0, settling: 0, incomplete: 0, failed: 0 };

describe('a file in a drop folder', () => {
  test('is sent when it has not changed for the configured time, and its original is kept', async () => {
    const { drop, later, bytesAt, sent } = await site();
    const one = goodDrop({ fileNumber: 1 });
    drop(one);
    expect(await later(0)).toEqual({ ...NOTHING, settling: 1 });
    expect(await later(9)).toEqual({ ...NOTHING, settling: 1 });
    expect(await later(1)).toEqual({ ...NOTHING, sent: 1 });
    expect(sent).toEqual([one.name]);
    expect(bytesAt(`${DROP}/sent/${TODAY}/${one.name}`)).toBe(one.bytes);
    expect(await later(10)).toEqual(NOTHING);
  });

  test('that still grows is left alone until it is whole', async () => {
    const { drop, later, put, sent, codes } = await site();
    const { name, bytes } = goodDrop({ fileNumber: 1 }, 3);
    drop({ name, bytes: bytes.subarray(0, 300) });
    await later(0);
    expect(await later(12)).toEqual({ ...NOTHING, incomplete: 1 });
    put(`${DROP}/${name}`, bytes.subarray(0, 600));
    expect(await later(295)).toEqual({ ...NOTHING, settling: 1 });
    expect(await later(11)).toEqual({ ...NOTHING, incomplete: 1 });
    put(`${DROP}/${name}`, bytes);
    expect(await later(1)).toEqual({ ...NOTHING, settling: 1 });
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
    expect(sent).toEqual([name]);
    expect(codes().filter((code) => code === 'AGT-3003')).toHaveLength(2);
  });

  test('that stays cut off is rejected with a report beside it', async () => {
    const { drop, later, bytesAt, sent, paths } = await site();
    const one = cutDrop({ fileNumber: 5 });
    drop(one);
    await later(0);
    expect(await later(299)).toEqual({ ...NOTHING, incomplete: 1 });
    expect(await later(2)).toEqual({ ...NOTHING, rejected: 1 });
    const path = `${DROP}/rejected/${TODAY}/${one.name}`;
    expect(paths().filter((each) => each.startsWith(DROP))).toEqual([path, `${path}.report.txt`]);
    const report = Buffer.from(bytesAt(`${path}.report.txt`) ?? []).toString();
    expect(report).toContain('規則: trailer');
    expect(report).toContain('行目');
    expect(sent).toEqual([]);
  });

  test.each([
    'a.csv.tmp',
    '012050-resident-diff-1-000001.csv.part',
    '.012050-resident-diff-1-000001.csv',
    'readme.txt',
  ])('is never touched under the name %s', async (name) => {
    const { drop, later, paths } = await site();
    drop({ name, bytes: goodDrop().bytes });
    await later(0);
    expect(await later(100_000)).toEqual(NOTHING);
    expect(paths()).toEqual([`${DROP}/${name}`]);
  });

  test.each([
    ['no name of a link file', 'residents.csv', 'file-name'],
    ['the name of another city', '012301-resident-diff-1-000001.csv', 'other-municipality'],
    ['a name in capitals', '012050-RESIDENT-diff-1-000001.CSV', 'file-name'],
    ['a number that is written otherwise', '012050-resident-diff-1-0000001.csv', 'file-name'],
  ])('is rejected with %s', async (_, name, rule) => {
    const { drop, later, bytesAt, lines } = await site();
    drop({ name, bytes: goodDrop().bytes });
    await later(0);
    expect(await later(301)).toEqual({ ...NOTHING, rejected: 1 });
    const report = bytesAt(`${DROP}/rejected/${TODAY}/${name}.report.txt`);
    expect(Buffer.from(report ?? []).toString()).toContain(rule);
    if (name.startsWith('residents')) expect(lines.join()).not.toContain(name);
  });

  test('is sent with faulty rows, and a report says where they are and never what stands there', async () => {
    const { drop, later, bytesAt, codes } = await site();
    const one = faultyRowDrop({ feed: 'serial', fileNumber: 8 });
    drop(one);
    await later(0);
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
    const report = Buffer.from(bytesAt(`${DROP}/sent/${TODAY}/${one.name}.report.txt`) ?? []).toString();
    expect(report).toContain('4\t宛名番号\tpattern\t');
    expect(report).not.toContain('\t12\t');
    expect(codes()).toContain('AGT-3002');
  });

  test('with faulty rows is held back where the city wants it so', async () => {
    const { drop, later, bytesAt, sent } = await site({ rowProblems: 'reject' });
    const one = faultyRowDrop({ feed: 'serial', fileNumber: 8 });
    drop(one);
    await later(0);
    expect(await later(11)).toEqual({ ...NOTHING, rejected: 1 });
    expect(sent).toEqual([]);
    const report = Buffer.from(bytesAt(`${DROP}/rejected/${TODAY}/${one.name}.report.txt`) ?? []).toString();
    expect(report).toContain('規則: rows');
    expect(report).toContain('4\t宛名番号\tpattern\t');
  });

  test('that is a font is sent when its length is the one that it names', async () => {
    const { drop, later, sent } = await site();
    const font = fontDrop(4);
    drop(font, { ...fontDrop(5), bytes: fontBytes(64).subarray(0, 80) });
    await later(0);
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1, incomplete: 1 });
    expect(sent).toEqual([font.name]);
    expect(await later(300)).toEqual({ ...NOTHING, rejected: 1 });
  });
});

describe('the order', () => {
  test('is that of the numbers in each series, urgent files before all', async () => {
    const { drop, later, sent } = await site();
    const drops = [
      goodDrop({ fileNumber: 10 }),
      goodDrop({ fileNumber: 9 }),
      goodDrop({ fileNumber: 1, epoch: 2 }),
      goodDrop({ feed: 'restriction', fileNumber: 2 }),
      { ...goodDrop({ feed: 'restriction', kind: 'urgent', fileNumber: 5 }) },
      { ...goodDrop({ feed: 'restriction', kind: 'urgent', fileNumber: 4 }) },
    ];
    drop(...drops);
    await later(0);
    await later(11);
    expect(sent.filter((name) => name.includes('resident'))).toEqual([
      '012050-resident-diff-1-000009.csv',
      '012050-resident-diff-1-000010.csv',
      '012050-resident-diff-2-000001.csv',
    ]);
    expect(sent.filter((name) => name.includes('restriction'))).toEqual([
      '012050-restriction-urgent-1-000004.csv',
      '012050-restriction-urgent-1-000005.csv',
      '012050-restriction-diff-1-000002.csv',
    ]);
  });

  test('lets an urgent file pass while a long ordinary upload is under way', async () => {
    const { drop, agent, later, during, bucket } = await site();
    const large = { ...fontDrop(1), bytes: fontBytes(40_000_000) };
    const urgent = goodDrop({ feed: 'restriction', fileNumber: 1 });
    drop(large, urgent);
    await later(0);
    let release = (): void => undefined;
    const gate = new Promise<void>((go) => {
      release = go;
    });
    let isHeldUp = false;
    during(async (when, call) => {
      if (when !== 'before' || call !== 'putPart' || isHeldUp) return;
      isHeldUp = true;
      await gate;
    });
    const both = later(11);
    await expect.poll(() => bucket.bytesAt(`inbox-priority/${urgent.name}`)).toBeDefined();
    expect(isHeldUp).toBe(true);
    expect(bucket.bytesAt(`inbox/${large.name}`)).toBeUndefined();
    release();
    expect((await both).sent).toBe(2);
    expect(Buffer.compare(bucket.bytesAt(`inbox/${large.name}`) ?? Buffer.alloc(0), large.bytes)).toBe(0);
    expect(agent.lease.isHeld()).toBe(true);
  });
});

describe('a name that has been sent', () => {
  test('is no fault when the same content comes once more: the original is kept, nothing is doubled', async () => {
    const { drop, later, bucket, paths } = await site();
    const one = goodDrop({ fileNumber: 1 });
    for (let time = 0; time < 2; time += 1) {
      drop(one);
      await later(0);
      expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
    }
    expect(bucket.created.get(`inbox/${one.name}`)).toBe(1);
    expect(paths().filter((path) => path.endsWith(one.name))).toHaveLength(2);
  });

  test('never takes another content', async () => {
    const { drop, later, bucket, bytesAt } = await site();
    const one = goodDrop({ fileNumber: 1 });
    const other = goodDrop({ fileNumber: 1 }, 2);
    for (const each of [one, other]) {
      drop(each);
      await later(0);
      await later(11);
    }
    expect(Buffer.compare(bucket.bytesAt(`inbox/${one.name}`) ?? Buffer.alloc(0), one.bytes)).toBe(0);
    expect(bytesAt(`${DROP}/rejected/${TODAY}/${one.name}`)).toBe(other.bytes);
    const report = bytesAt(`${DROP}/rejected/${TODAY}/${one.name}.report.txt`);
    expect(Buffer.from(report ?? []).toString()).toContain('name-reused');
  });

  test('never takes another content of the same length', async () => {
    const { drop, later, bucket } = await site();
    const one = goodDrop({ fileNumber: 1 });
    bucket.plant(`inbox/${one.name}`, Buffer.alloc(one.bytes.byteLength));
    drop(one);
    await later(0);
    expect(await later(11)).toEqual({ ...NOTHING, rejected: 1 });
  });

  test('is confirmed by its bytes where the store holds no comparable sum', async () => {
    const { drop, later, bucket } = await site();
    const same = goodDrop({ fileNumber: 1 });
    bucket.plant(`inbox/${same.name}`, Uint8Array.from(same.bytes));
    drop(same);
    await later(0);
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
  });
});

describe('a file that changes behind our back', () => {
  test('between check and taking is checked again', async () => {
    const { drop, later, during, overwrite, bucket } = await site();
    const [one, more] = [goodDrop({ fileNumber: 1 }), goodDrop({ fileNumber: 1 }, 3)];
    drop(one);
    await later(0);
    during(async (when, call) => {
      if (when === 'before' && call === 'take') overwrite(`${DROP}/${one.name}`, more.bytes);
    });
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
    expect(Buffer.compare(bucket.bytesAt(`inbox/${one.name}`) ?? Buffer.alloc(0), more.bytes)).toBe(0);
  });

  test('and becomes whole at the last moment is not rejected any more', async () => {
    const { drop, later, during, overwrite } = await site();
    const one = goodDrop({ fileNumber: 1 });
    drop({ name: one.name, bytes: one.bytes.subarray(0, 200) });
    await later(0);
    during(async (when, call) => {
      if (when === 'before' && call === 'take') overwrite(`${DROP}/${one.name}`, one.bytes);
    });
    expect(await later(301)).toEqual({ ...NOTHING, sent: 1 });
  });

  test('between check and sending is checked again, too', async () => {
    const { drop, later, during, overwrite, bucket, paths } = await site();
    const [one, more] = [goodDrop({ fileNumber: 1 }), goodDrop({ fileNumber: 1 }, 3)];
    drop(one);
    await later(0);
    during(async (when, call) => {
      const path = paths().find((each) => each.startsWith(`${DROP}/work/`) && each.endsWith('.csv'));
      if (when === 'before' && call === 'readAt' && path !== undefined) overwrite(path, more.bytes);
    });
    expect(await later(11)).toEqual({ ...NOTHING, sent: 1 });
    expect(Buffer.compare(bucket.bytesAt(`inbox/${one.name}`) ?? Buffer.alloc(0), more.bytes)).toBe(0);
  });

  test('after it was sent is put aside as rejected, for that content has not been sent', async () => {
    const { drop, later, during, overwrite, paths, bytesAt } = await site();
    const [one, more] = [goodDrop({ fileNumber: 1 }), goodDrop({ fileNumber: 1 }, 3)];
    drop(one);
    await later(0);
    during(async (when, call) => {
      const path = paths().find((each) => each.startsWith(`${DROP}/work/`) && each.endsWith('.csv'));
      if (when === 'after' && call === 'head' && path !== undefined) overwrite(path, more.bytes);
    });
    expect(await later(11)).toEqual({ ...NOTHING, rejected: 1 });
    expect(bytesAt(`${DROP}/rejected/${TODAY}/${one.name}`)).toBe(more.bytes);
    const report = bytesAt(`${DROP}/rejected/${TODAY}/${one.name}.report.txt`);
    expect(Buffer.from(report ?? []).toString()).toContain('規則: changed');
  });
});

describe('a store that fails', () => {
  test('leaves the file where it is, and the next round goes on', async () => {
    const { drop, later, during, codes, lines } = await site();
    drop(goodDrop({ fileNumber: 1 }), goodDrop({ fileNumber: 2 }));
    await later(0);
    during(async (when, call) => {
      if (when === 'before' && call === 'create') throw new Error('秘密の中身');
    });
    expect(await later(11)).toEqual({ ...NOTHING, failed: 2 });
    expect(codes()).toContain('AGT-4001');
    expect(lines.join()).not.toContain('秘密');
    during(async () => undefined);
    expect(await later(5)).toEqual({ ...NOTHING, sent: 2 });
  });

  test('goes on with a large file after the part that arrived last', async () => {
    const { drop, later, during, bucket } = await site();
    const large = { ...fontDrop(1), bytes: fontBytes(40_000_000) };
    drop(large);
    await later(0);
    const puts: string[] = [];
    during(async (when, call) => {
      if (call === 'putPart') puts.push(when);
      if (call === 'putPart' && when === 'after' && puts.length === 4) throw new Error('connection reset');
    });
    expect(await later(11)).toEqual({ ...NOTHING, failed: 1 });
    during(async (when, call) => {
      if (call === 'putPart' && when === 'before') puts.push('again');
    });
    expect(await later(5)).toEqual({ ...NOTHING, sent: 1 });
    expect(puts.filter((put) => put === 'again')).toHaveLength(1);
    expect(bucket.uploads()).toBe(0);
  });
});

describe('what is kept', () => {
  test('is removed after the configured days, originals and rejected files each by their own', async () => {
    const { drop, later, agent, paths } = await site({ keepSentDays: 2, keepRejectedDays: 4 });
    drop(goodDrop({ fileNumber: 1 }), cutDrop({ fileNumber: 2 }));
    await later(0);
    await later(301);
    const DAY = 86_400;
    const kept = () => paths().filter((path) => /^\/drop\/(sent|rejected)\//.test(path)).length;
    await later(2 * DAY);
    await agent.sweep();
    expect(kept()).toBe(3);
    await later(DAY);
    await agent.sweep();
    expect(kept()).toBe(2);
    await later(2 * DAY);
    await agent.sweep();
    expect(kept()).toBe(0);
  });
});
