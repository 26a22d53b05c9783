import { describe, expect, test } from 'vitest';
import { createNumberReader, createNumberVault } from '../../../functions/linkage/number-vault.ts';
import { BrokenEnvelope, createEnvelopeCipher } from '../../../functions/shared/envelope-cipher.ts';
import { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { createFakeKms } from '../../support/fake-kms.ts';

const city = MunicipalityCode.parse('012050');
const other = MunicipalityCode.parse('012301');
const one = PersonId.parse('000000000000001');
const two = PersonId.parse('000000000000002');
const NUMBER = '123456789018';
const ANOTHER = '234567890121';

const UNREADABLE = { ok: false, error: 'unreadable' } as const;

const KEYS = { keyId: 'number-key', digestKeyId: 'digest-key' };

function setUp() {
  const service = createFakeKms();
  const { kms } = service;
  const reader = createNumberReader({ kms, keyId: KEYS.keyId });
  return { ...service, vault: createNumberVault({ kms, ...KEYS }), reader };
}

describe('the vault of 個人番号', () => {
  test('gives a number back for its person in its city, and for nobody else', async () => {
    const { vault, reader } = setUp();
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    expect(await reader.open(city, one, ciphertext)).toEqual({ ok: true, value: NUMBER });
    expect(await reader.open(city, two, ciphertext)).toEqual(UNREADABLE);
    expect(await reader.open(other, one, ciphertext)).toEqual(UNREADABLE);
    // the copies that were cleared were its own
    expect(await reader.open(city, one, ciphertext)).toEqual({ ok: true, value: NUMBER });
  });

  test('gives back only what has a right check digit (省令5条)', async () => {
    const { vault, reader } = setUp();
    for (const wrong of ['123456789019', '12345678901', '１２３４５６７８９０１８', '']) {
      const { ciphertext } = await vault.seal(city, one, wrong);
      expect(await reader.open(city, one, ciphertext)).toEqual(UNREADABLE);
    }
  });

  test('tells a failure of the key service from a number that cannot be read', async () => {
    const { vault, reader, fail } = setUp();
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    fail(new Error('ThrottlingException'));
    await expect(reader.open(city, one, ciphertext)).rejects.toThrow('ThrottlingException');
  });

  test('notices a text that was touched, and says nothing of it', async () => {
    const { vault, reader } = setUp();
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    const parts = ciphertext.split('.');
    expect(await reader.open(city, one, parts.slice(0, 3).join('.'))).toEqual(UNREADABLE);
    const touched = parts.map((part, index) => (index === 2 ? Buffer.alloc(12).toString('base64url') : part));
    expect(await reader.open(city, one, touched.join('.'))).toEqual(UNREADABLE);
  });

  test('makes another text each time, and one digest for ever', async () => {
    const { vault, kms } = setUp();
    const first = await vault.seal(city, one, NUMBER);
    const again = await createNumberVault({ kms, ...KEYS }).seal(city, one, NUMBER);
    expect(again.ciphertext).not.toBe(first.ciphertext);
    expect(again.digest).toBe(first.digest);
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('tells apart numbers, persons and cities by their digests', async () => {
    const { vault } = setUp();
    const sealed = await Promise.all([
      vault.seal(city, one, NUMBER),
      vault.seal(city, one, ANOTHER),
      vault.seal(city, two, NUMBER),
      vault.seal(other, one, NUMBER),
    ]);
    expect(new Set(sealed.map(({ digest }) => digest)).size).toBe(4);
  });

  test('asks the key service once for many, and names nobody to it', async () => {
    const { vault, calls, contexts } = setUp();
    await Promise.all(Array.from({ length: 100 }, () => vault.seal(city, one, NUMBER)));
    expect(calls.toSorted()).toEqual(['GenerateDataKey', 'GenerateMac']);
    expect(contexts).toEqual(['{"municipality":"012050"}']);
  });

  test('does not keep what the key service has failed to give', async () => {
    const { vault, reader, fail } = setUp();
    fail(new Error('ThrottlingException'));
    await expect(vault.seal(city, one, NUMBER)).rejects.toThrow('ThrottlingException');
    fail(undefined);
    const { ciphertext } = await vault.seal(city, one, NUMBER);
    expect(await reader.open(city, one, ciphertext)).toEqual({ ok: true, value: NUMBER });
  });
});

describe('an envelope', () => {
  test('takes a new data key after so many uses', async () => {
    const { kms, calls } = createFakeKms();
    const cipher = createEnvelopeCipher({ kms, keyId: 'key', keyUses: 2 });
    const sealed = [];
    for (const text of ['一', '二', '三']) sealed.push(await cipher.seal(text, 'place'));
    expect(calls).toEqual(['GenerateDataKey', 'GenerateDataKey']);
    expect(await Promise.all(sealed.map((one) => cipher.open(one, 'place')))).toEqual(['一', '二', '三']);
  });

  test('opens in its own place only', async () => {
    const { kms } = createFakeKms();
    const cipher = createEnvelopeCipher({ kms, keyId: 'key' });
    await expect(cipher.open(await cipher.seal('一', 'place'), 'another')).rejects.toThrow(BrokenEnvelope);
  });
});
