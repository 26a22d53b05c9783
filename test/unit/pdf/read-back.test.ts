import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import type { ReadFault } from '../../../functions/pdf/read-back/read-fault.ts';
import type { ReadRun } from '../../../functions/pdf/read-back/shown.ts';
import { pictureDigest } from '../../../functions/pdf/witness/picture-digest.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  type Composition,
  colours,
  deflated,
  fileOf,
  mask,
  type Part,
  type Parts,
  partsOf,
} from './compose-file.ts';
import { GLYPHS, PALETTE, SEAL_BITS, sound, testimonyOf } from './sample-composition.ts';

const file = fileOf(partsOf(sound));
const latin1 = file.toString('latin1');

const faultOf = (bytes: Uint8Array): ReadFault | undefined => {
  const result = readBack(bytes);
  return result.ok ? undefined : result.error;
};

/** The sound file with some of its parts changed. */
function changed(change: (parts: Parts) => void, composition: Composition = sound): Buffer {
  const parts = partsOf(composition);
  change(parts);
  return fileOf(parts);
}

const partIn = (parts: Parts, name: string): Part => {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`no part ${name}`);
  return part;
};

/** The sound file with a text in one part's dictionary replaced. */
const redefined = (name: string, find: string | RegExp, replace: string): Buffer =>
  changed((parts) => {
    const part = partIn(parts, name);
    const dict = part.dict.replace(find, replace);
    if (dict === part.dict) throw new Error(`nothing to replace in ${part.dict}`);
    parts.set(name, { ...part, dict });
  });

const withStreams = (streams: Readonly<Record<string, string>>): Composition => ({
  ...sound,
  streams: { ...sound.streams, ...streams },
});

const run = (text: string, x: number, y: number, size: number, stretch = 1): ReadRun => {
  return { text, x, y, size, stretch };
};
const layer = run('山川', 60, 710, 18);
const ink = [0.78, 0.1, 0.1] as const;
const seal = { x: 400.25, y: 100, width: 68.031, height: 68, ink };
const sealDigest = pictureDigest({ columns: 4, rows: 4, bits: SEAL_BITS });

describe('reading back', () => {
  const read = unwrap(readBack(file));

  test('gives the texts and pictures of every page, those of a shared layer on each', () => {
    const picture = { columns: 2, rows: 2, depth: 1, palette: PALETTE, samples: Uint8Array.of(0x40, 0x80) };
    expect(read).toMatchObject({ tag: 'tag-1', title: '試験 <&>', profile: 'a-2u' });
    expect(read.pages).toEqual([
      {
        width: 595.28,
        height: 841.89,
        runs: [layer, run('葛葛\u{e0102}\ue000', 60, 650, 10.5), run('山\u3000ABA', 60, 630.125, 9, 0.7)],
        pictures: [{ ...seal, digest: sealDigest }],
      },
      {
        width: 595.28,
        height: 841.89,
        runs: [layer, run('川', 1, 2, 9)],
        pictures: [{ x: 300, y: 300, width: 50, height: 50, digest: pictureDigest(picture) }],
      },
    ]);
  });

  test('gives every embedded glyph with its key, the hash of its outline, advance and bearing', () => {
    const [first, second] = read.fonts;
    expect(first).toMatchObject({ name: 'Test-Font', unitsPerEm: 1000 });
    expect(first?.glyphs).toEqual(
      Object.entries(GLYPHS).map(([text, glyph], index) => {
        const selector = (text.codePointAt(1) ?? 0xe0100 - 17) - 0xe0100 + 17;
        const key = (text.codePointAt(0) ?? 0) * 512 + selector;
        return { code: index + 1, text, key, ...testimonyOf(glyph) };
      }),
    );
    expect(second?.glyphs.map(({ text, advance }) => [text, advance])).toEqual([['\ue000', 750]]);
  });

  test('gives a plain file only to who asks for it', () => {
    const plain = fileOf(partsOf({ ...sound, profile: 'plain' }));
    expect(faultOf(plain)).toEqual({ kind: 'unexpected', where: 'file', detail: 'not PDF/A-2u' });
    expect(unwrap(readBack(plain, { allowPlain: true }))).toEqual({ ...read, profile: 'plain' });
  });

  test('takes a single stream that is not in a list', () => {
    const alone = { ...sound, pages: [{ streams: ['first'] }], images: { P1: mask(4, 4, SEAL_BITS) } };
    const parts = partsOf({ ...alone, streams: { first: sound.streams['first'] ?? '' } });
    parts.set('page1', {
      dict: partIn(parts, 'page1').dict.replace('/Contents [@first]', '/Contents @first'),
    });
    expect(unwrap(readBack(fileOf(parts))).pages[0]?.runs).toHaveLength(2);
  });

  test('tells pictures apart by dimensions, palette, depth, and levels from colours', () => {
    const bits = new Uint8Array(8);
    const coloured = { columns: 8, rows: 8, depth: 1, palette: PALETTE, samples: bits };
    const digests = [
      { columns: 8, rows: 8, bits },
      { columns: 16, rows: 4, bits },
      coloured,
      { ...coloured, columns: 16, rows: 4 },
      { ...coloured, palette: Uint8Array.from([0, 0, 0, ...PALETTE.subarray(3)]) },
      { ...coloured, palette: PALETTE.subarray(3) },
      { ...coloured, columns: 4, depth: 2 },
      { ...coloured, depth: 24, palette: new Uint8Array(0) },
    ].map(pictureDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test.each([
    ['a palette of 4', '[/Indexed /DeviceRGB 3 <000000ff000000ff000000ff>]', 2, 2, 1],
    ['a palette of 16', `[/Indexed /DeviceRGB 15 <${'0a0b0c'.repeat(16)}>]`, 4, 3, 2],
    ['a palette of 200', `[/Indexed /DeviceRGB 199 <${'0a0b0c'.repeat(200)}>]`, 8, 3, 3],
    ['no palette', '/DeviceRGB', 8, 3, 9],
  ])('reads colours with %s', (_, space, bits, columns, stride) => {
    const samples = Uint8Array.from({ length: stride * 2 }, (__, index) => index * 7);
    const image = colours(columns, 2, `/ColorSpace ${space} /BitsPerComponent ${bits}`, samples);
    const read = unwrap(readBack(fileOf(partsOf({ ...sound, images: { ...sound.images, P2: image } }))));
    const palette = Buffer.from(/<(.*)>/.exec(space)?.[1] ?? '', 'hex');
    const depth = space === '/DeviceRGB' ? 24 : bits;
    const digest = pictureDigest({ columns, rows: 2, depth, palette, samples });
    expect(read.pages[1]?.pictures[0]?.digest).toBe(digest);
  });
});

describe('a file that was not written so is refused', () => {
  test('cut off, or continued', () => {
    for (const end of [0, 10, 14, 100, file.length - 30, file.length - 1])
      expect(faultOf(file.subarray(0, end))?.kind).toBe('malformed');
    expect(faultOf(Buffer.concat([file, Buffer.from('\n')]))?.kind).toBe('malformed');
    expect(faultOf(Buffer.concat([file, file]))?.kind).toBe('malformed');
  });

  test('encrypted', () => {
    const id = '/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]';
    const parts = partsOf(sound);
    expect(faultOf(fileOf(parts, `/Root @catalogue /Info @info ${id} /Encrypt @info`))?.kind).toBe(
      'encrypted',
    );
  });

  test.each([
    ['none', ''],
    ['one half', '/ID [<00112233445566778899aabbccddeeff>]'],
    ['other halves', '/ID [<00112233445566778899aabbccddeeff> <ff112233445566778899aabbccddeeff>]'],
    ['short halves', '/ID [<0011> <0011>]'],
  ])('an identifier of another form: %s', (_, id) => {
    expect(faultOf(fileOf(partsOf(sound), `/Root @catalogue /Info @info ${id}`))).toBeDefined();
  });

  test('an object that nothing leads to', () => {
    const more = changed((parts) => parts.set('hidden', { dict: '/Type /Nothing' }));
    expect(faultOf(more)).toMatchObject({ kind: 'unexpected', detail: 'an object that nothing leads to' });
  });

  test('bytes between the objects', () => {
    const at = latin1.indexOf('2 0 obj');
    const gap = `${latin1.slice(0, at)}% more\n${latin1.slice(at)}`;
    expect(faultOf(Buffer.from(gap, 'latin1'))?.kind).toBe('malformed');
  });

  test('bytes behind the end of a compressed stream', () => {
    const trailing = changed((parts) => {
      const part = partIn(parts, 'first');
      parts.set('first', {
        ...part,
        stream: Buffer.concat([part.stream ?? new Uint8Array(0), Buffer.from('more')]),
      });
    });
    expect(faultOf(trailing)).toMatchObject({
      kind: 'malformed',
      detail: 'bytes behind the end of a stream',
    });
  });

  test('streams that come to more than any certificate holds, without inflating them', () => {
    const bomb = deflated(new Uint8Array(65 * 1024 * 1024));
    const began = performance.now();
    const fault = faultOf(
      changed((parts) => parts.set('first', { dict: '/Filter /FlateDecode', stream: bomb })),
    );
    expect(fault?.kind).toBe('malformed');
    const image = mask(20_000, 20_000, new Uint8Array(1));
    expect(faultOf(changed((parts) => parts.set('P1', image)))?.kind).toBe('malformed');
    const sides = {
      ...sound.images,
      P2: colours(20_000, 20_000, '/ColorSpace /DeviceRGB /BitsPerComponent 8', SEAL_BITS),
    };
    expect(faultOf(fileOf(partsOf({ ...sound, images: sides })))?.detail).toBe(
      'more than any certificate holds',
    );
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test.each([
    ['another type', 'metadata', '/Type /Metadata', '/Type /Metadatum'],
    ['another producer', 'info', 'konbini-kofu', 'konbini-kofv'],
    ['a date', 'info', '/Producer', '/CreationDate (D:20261123) /Producer'],
    ['an action', 'catalogue', '/Pages', '/OpenAction @info /Pages'],
    ['layers that can be switched off', 'catalogue', '/Pages', '/OCProperties @info /Pages'],
    ['writing from top to bottom', 'F1', '/Identity-H', '/Identity-V'],
    ['no map to text', 'F1', ' /ToUnicode @F1.map', ''],
    ['a font that is no subset', 'F1', '/ABCDEF+Test-Font', '/Test-Font'],
    ['another name below', 'F1.cid', '/ABCDEF+Test-Font', '/ABCDEX+Test-Font'],
    ['another name of the program', 'F1.descriptor', '/ABCDEF+Test-Font', '/ABCDEX+Test-Font'],
    ['glyphs by another map', 'F1.cid', '/CIDToGIDMap /Identity', '/CIDToGIDMap @F1.map'],
    ['another character collection', 'F1.cid', '(Identity)', '(Japan1)'],
    ['a usual width that is another', 'F1.cid', '/DW 1000', '/DW 500'],
    ['a longer program', 'F1.program', /\/Length1 (\d+)/, '/Length1 1$1'],
    ['a shorter program', 'F1.program', /\/Length1 \d+/, '/Length1 40'],
    ['a seal in negative', 'P1', '[1 0]', '[0 1]'],
    ['a seal with a soft edge', 'P1', '/BitsPerComponent 1', '/BitsPerComponent 1 /SMask @P2'],
    ['a seal with a row too many', 'P1', '/Height 4', '/Height 5'],
    ['a seal with a row too few', 'P1', '/Height 4', '/Height 3'],
    ['colours of another space', 'P2', '/DeviceRGB', '/DeviceCMYK'],
    ['colours of other bits', 'P2', '/BitsPerComponent 1', '/BitsPerComponent 3'],
    ['a palette that is too short', 'P2', '/DeviceRGB 1', '/DeviceRGB 2'],
    ['a palette beyond the bits', 'P2', '/DeviceRGB 1 <', '/DeviceRGB 2 <000000'],
    ['a turned page', 'page1', '/Parent', '/Rotate 180 /Parent'],
    ['a page within the page', 'page1', '/Parent', '/CropBox [0 0 10 10] /Parent'],
    ['a page with notes', 'page1', '/Parent', '/Annots [@info] /Parent'],
    ['a page of another tree', 'page1', '@tree', '@info'],
    ['a page that begins elsewhere', 'page1', '[0 0 ', '[5 0 '],
    ['no content', 'page1', '[@layer @first]', '[]'],
    ['five streams', 'page1', '[@layer @first]', '[@layer @layer @layer @layer @first]'],
    ['content that is no reference', 'page1', '[@layer @first]', '[@layer 7 @first]'],
    ['another filter', 'first', '/FlateDecode', '/LZWDecode'],
  ])('%s', (_, name, find, replace) => {
    expect(faultOf(redefined(name, find, replace))).toBeDefined();
  });

  test.each([
    ['another part of the standard', '<pdfaid:part>2<', '<pdfaid:part>3<'],
    ['another conformance', '>U</pdfaid', '>B</pdfaid'],
    ['another title', '試験', '試験紙'],
  ])('metadata with %s', (_, find, replace) => {
    const metadata = partIn(partsOf(sound), 'metadata');
    const packet = Buffer.from(metadata.stream ?? new Uint8Array(0)).toString('utf8');
    const stream = Buffer.from(packet.replace(find, replace));
    expect(faultOf(changed((parts) => parts.set('metadata', { ...metadata, stream })))?.kind).toBe(
      'unexpected',
    );
  });

  test.each([
    ['cut off', (profile: Buffer) => profile.subarray(0, 100)],
    ['of another length', (profile: Buffer) => Buffer.concat([profile, profile])],
    ['of other colours', (profile: Buffer) => Buffer.from(profile).fill('CMYK', 16, 20)],
    ['of another kind', (profile: Buffer) => Buffer.from(profile).fill('acid', 36, 40)],
  ])('a colour profile %s', (_, change) => {
    const profile = partIn(partsOf(sound), 'profile');
    const stream = change(Buffer.from(profile.stream ?? new Uint8Array(0)));
    expect(faultOf(changed((parts) => parts.set('profile', { ...profile, stream })))?.detail).toBe(
      'no colour profile',
    );
  });

  test('a fourth font', () => {
    const fonts = ['F3', 'F4'].map((name) => {
      const parts: Parts = new Map();
      for (const [part, { dict, stream }] of sound.fonts[1] ?? []) {
        const own = dict.replaceAll('@F2', `@${name}`);
        parts.set(part.replace('F2', name), stream === undefined ? { dict: own } : { dict: own, stream });
      }
      return parts;
    });
    const [third] = fonts;
    if (third === undefined) throw new Error('no font');
    expect(faultOf(fileOf(partsOf({ ...sound, fonts: [...sound.fonts, third] })))).toBeUndefined();
    expect(faultOf(fileOf(partsOf({ ...sound, fonts: [...sound.fonts, ...fonts] })))?.detail).toBe(
      'too many fonts',
    );
  });

  test('saved again by another program', async () => {
    const document = await PDFDocument.load(file);
    expect(faultOf(await document.save({ useObjectStreams: false }))).toBeDefined();
  });
});

describe('pages', () => {
  const pages = (kids: string, count = 2): Buffer =>
    redefined('tree', /\/Kids \[.*\] \/Count 2/, `/Kids [${kids}] /Count ${count}`);

  test.each([
    ['that is cut out of the tree', pages('@page1', 1)],
    ['that is cut out and still counted', pages('@page1')],
    ['that comes twice', pages('@page1 @page1')],
    ['that comes again', pages('@page1 @page2 @page1', 3)],
    ['that shows what another one owns', redefined('page2', '@second', '@first')],
    ['that shows what another one owns, below its own', redefined('page2', '@layer', '@first')],
    ['that owns what others share', redefined('page2', '[@layer @second]', '[@second @layer]')],
  ])('a page %s is refused', (_, bytes) => {
    expect(faultOf(bytes)?.kind).toBe('unexpected');
  });

  test('an image that no page shows is refused', () => {
    const [second = ''] = (sound.streams['second'] ?? '').split('q 50');
    expect(faultOf(fileOf(partsOf(withStreams({ second }))))?.detail).toBe(
      'an image or a stamp that no page shows',
    );
  });
});
