import { beforeAll, describe, expect, test } from 'vitest';
import type { SuppliedFile } from '../../../functions/issuance/proof-contract.ts';
import { type ProveDeps, proveIssuance } from '../../../functions/issuance/prove-issuance.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { readBack } from '../../../functions/pdf/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { proofText } from '../../../scripts/issuance/proof-text.ts';
import {
  adult,
  municipality,
  NOON,
  type OwnWorld,
  ownWorld,
  registration,
  sealWish,
  wishFor,
} from './own-world.ts';

const DAY = 86_400_000;
let world: OwnWorld;
let issued: { readonly pdf: Uint8Array; readonly record: IssuanceRecord };
let other: Uint8Array;

beforeAll(async () => {
  world = await ownWorld({ changes: [registration(1)] });
  issued = await issue(wishFor('resident-record'));
  other = (await issue(sealWish())).pdf;
});

async function issue(request: ReturnType<typeof wishFor>) {
  const answer = await world.issue(request);
  const record = world.kept.get(`${municipality}#${request.requestId}`);
  if (answer.kind !== 'certificate' || record === undefined) throw new Error('not issued');
  return { pdf: answer.pdf, record };
}

const fileOf = (pdf: Uint8Array): SuppliedFile => {
  const read = readBack(pdf);
  return {
    sha256: sha256Hex(pdf),
    bytes: pdf.length,
    pages: read.ok ? read.value.pages.length : null,
    tag: read.ok ? read.value.tag : null,
  };
};

/** @param changes of the record, as an older or another program would have left it */
async function prove(
  file?: SuppliedFile,
  { changes, ...over }: Partial<ProveDeps> & { readonly changes?: object } = {},
) {
  const kept: IssuanceRecord = { ...issued.record, ...changes };
  const { deps } = world;
  const records = {
    read: async () => kept,
    readSnapshot: async () => ({
      ...unwrapped(await deps.records.readSnapshot(issued.record)),
      expiresAt: NOON / 1000 + 90 * 86_400,
    }),
  };
  const found = await proveIssuance({ ...deps, records, ...over }, municipality, kept.requestId, file);
  return unwrapped(found).proof;
}

function unwrapped<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

const drawingWith = (changes: object) => ({ changes: { drawing: { ...issued.record.drawing, ...changes } } });

describe('a certificate, proven by its record', () => {
  test('the same program draws the very bytes again', async () => {
    const proof = await prove();
    expect(proof).toMatchObject({
      verdict: 'equal',
      recorded: { pdfSha256: sha256Hex(issued.pdf), dataDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      redrawing: { sameProgram: true, equalBytes: true, pdfSha256: sha256Hex(issued.pdf) },
      file: null,
    });
    // Ids and digests only.
    expect(JSON.stringify(proof) + proofText(proof)).not.toMatch(new RegExp(adult(1).fact.fullName));
  });

  test('other bytes of the same program are a difference', async () => {
    expect(await prove(undefined, drawingWith({ pdfSha256: 'f'.repeat(64) }))).toMatchObject({
      verdict: 'different',
      redrawing: { sameProgram: true, equalBytes: false },
    });
  });

  test('another program is held to contents, template, seal and fonts, and says so', async () => {
    const older = { pdfSha256: 'f'.repeat(64), program: 'e'.repeat(64) };
    const proof = await prove(undefined, drawingWith(older));
    expect(proof).toMatchObject({ verdict: 'same-materials', redrawing: { sameProgram: false } });
    expect(proofText(proof)).toContain('バイト単位の一致は期待できません');
    for (const [name, part] of [
      ['modelDigest', 'model'],
      ['templateDigest', 'template'],
      ['sealDigest', 'seal'],
    ] as const)
      expect(await prove(undefined, drawingWith({ ...older, [name]: 'd'.repeat(64) }))).toMatchObject({
        verdict: 'different',
        redrawing: { same: { [part]: false } },
      });
    expect(await prove(undefined, drawingWith({ ...older, fontIds: ['other'] }))).toMatchObject({
      verdict: 'different',
      redrawing: { same: { fonts: false } },
    });
  });

  test('past its 90 days, or with 個人番号, it is not drawn, and a file can still be compared', async () => {
    const later = { clock: () => instantOf(NOON + 90 * DAY) };
    const cases = [
      ['expired', later],
      ['individual-number', { changes: { options: ['individual-number'] } }],
      [
        'koseki',
        {
          changes: {
            drawing: { pdfSha256: sha256Hex(issued.pdf), pages: 1, bytes: 1, source: 'koseki', program: 'x' },
          },
        },
      ],
    ] as const;
    for (const [reason, over] of cases) {
      expect(await prove(undefined, over)).toMatchObject({
        verdict: 'cannot-tell',
        redrawing: { kind: 'none', reason },
      });
      expect(await prove(fileOf(issued.pdf), over)).toMatchObject({
        verdict: 'equal',
        file: { equal: true },
      });
    }
    expect(await prove(undefined, { clock: () => instantOf(NOON + 90 * DAY - 1) })).toMatchObject({
      verdict: 'equal',
    });
  });

  test('of a request without an answer there is nothing to prove', async () => {
    const refused = { changes: { state: 'refused', drawing: undefined } };
    expect(await prove(fileOf(issued.pdf), refused)).toMatchObject({
      verdict: 'cannot-tell',
      recorded: null,
      redrawing: { reason: 'not-answered' },
    });
  });

  test('a material that is gone is named as gone', async () => {
    const materials = { load: async () => ({ ok: false as const, error: 'no blob' }) };
    expect(await prove(undefined, { materials })).toMatchObject({
      verdict: 'cannot-tell',
      redrawing: { reason: 'material-missing' },
    });
  });
});

describe('a PDF that somebody has brought', () => {
  test('is the one that was answered', async () => {
    expect(await prove(fileOf(issued.pdf))).toMatchObject({
      verdict: 'equal',
      file: { equal: true, differences: [] },
    });
  });

  test('is told to be another request’s by its tag', async () => {
    const proof = await prove(fileOf(other));
    expect(proof).toMatchObject({ verdict: 'different', file: { equal: false } });
    expect(proof.file?.differences).toContain('other-request');
    expect(proofText(proof)).toContain('別の要求の証明書です');
  });

  test('is told to be altered, or none of ours', async () => {
    const right = fileOf(issued.pdf);
    const altered = { ...right, sha256: 'a'.repeat(64) };
    expect((await prove(altered)).file?.differences).toEqual(['bytes']);
    expect((await prove({ ...altered, pages: 3, bytes: 7 })).file?.differences).toEqual(['pages', 'length']);
    const cut = issued.pdf.slice(0, -10);
    expect((await prove(fileOf(cut))).file?.differences).toEqual(['not-ours', 'length']);
  });

  test('that is right is believed whatever this program would draw', async () => {
    const older = drawingWith({ program: 'e'.repeat(64) });
    expect(await prove(fileOf(issued.pdf), older)).toMatchObject({ verdict: 'equal' });
  });
});

test('the versions of what was read are in the record, and change with them (仕様書 3(3)イ)', async () => {
  const digestNow = async () => (await issue(wishFor('resident-record'))).record.dataDigest;
  expect(await digestNow()).toBe(issued.record.dataDigest);
  await world.apply({ ...adult(1), sequence: { epoch: 1, number: 99 } });
  expect(await digestNow()).not.toBe(issued.record.dataDigest);
});
