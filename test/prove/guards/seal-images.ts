import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';
const bmpTests = 'test/unit/seal-images/decode-bmp.test.ts';
const impressionTests = 'test/unit/seal-images/impression.test.ts';
const storeTests = 'test/unit/seal-images/impression-store.test.ts';

/** The registered impression as it is, in its size, or none. */
export const SEAL_IMAGES: readonly Guard[] = [
  ...guardsOf('functions/seal-images/bmp-header.ts', bmpTests, [
    {
      name: 'a bitmap ends where its file ends',
      edits: [['if (declared > length)', NEVER]],
      title: 'when it declares more than its data: the file, the image, the pixels',
    },
    {
      name: 'the pixels of a bitmap are all there',
      edits: [['if (rowBytes * rows > length - offBits)', NEVER]],
      title: 'when it declares more than its data: the file, the image, the pixels',
    },
    {
      name: 'the image of a bitmap ends where its file ends',
      edits: [['if (raw.sizeImage > length - offBits)', NEVER]],
      title: 'when it declares more than its data: the file, the image, the pixels',
    },
    {
      name: 'a header is no pixels',
      edits: [['if (offBits < headers)', NEVER]],
      title: 'when its pixels would begin within its header',
    },
    {
      name: 'a bitmap’s width is bounded before anything is reserved for it',
      edits: [['if (width > canvasPixels)', NEVER]],
      title: 'when its canvas is larger than the city allows, before anything is reserved for it',
    },
    {
      name: 'a bitmap’s height is bounded before anything is reserved for it',
      edits: [['if (rows > canvasPixels)', NEVER]],
      title: 'when its canvas is larger than the city allows, before anything is reserved for it',
    },
    {
      name: 'pixels are no palette',
      edits: [['if (declared > room)', NEVER]],
      title: 'when its palette ends where its pixels begin',
    },
    {
      name: 'a compressed bitmap is not read as an uncompressed one',
      edits: [['if (raw.compression !== BI_RGB)', NEVER]],
      title: 'when it is of a kind that is not decoded: RLE, masks, 16 bits, other headers',
    },
    {
      name: 'a bitmap’s header is all there',
      edits: [['if (FILE_HEADER + size > length)', NEVER]],
      title: 'when it ends within its header',
    },
    {
      name: 'a resolution is not negative',
      edits: [['if (raw.yPelsPerMeter < 0)', NEVER]],
      title: 'when a number makes no sense',
    },
  ]),
  ...guardsOf('functions/seal-images/decode-bmp.ts', bmpTests, [
    {
      name: 'a pixel without a colour is not black',
      edits: [['if (index >= entries)', NEVER]],
      title: 'when a pixel names a colour beyond the palette',
    },
    {
      name: 'a bitmap is opaque',
      edits: [['if (step === 4 && file[at + 3] !== fourth)', NEVER]],
      title: 'when 32 bits use their fourth byte',
    },
  ]),
  ...guardsOf('functions/seal-images/page-image.ts', impressionTests, [
    {
      name: 'paper that is not white stays as it is',
      edits: [['palette.length === 2 && paper === WHITE', 'palette.length === 2 && paper !== undefined']],
      title: 'keeps paper that is not pure white, in the fewest bits that name its colours',
    },
  ]),
  ...guardsOf('functions/seal-images/impression.ts', impressionTests, [
    {
      name: 'a seal within 8 mm square is refused',
      edits: [['if (found <= rules.minimumMillimetres)', NEVER]],
      title: 'an imprint that fits into 8 mm square is too small, a pixel more is not',
    },
    {
      name: 'a seal beyond 25 mm square is refused',
      edits: [['if (found > rules.maximumMillimetres)', NEVER]],
      title: 'an imprint up to 25.5 mm is accepted, a pixel more is too large',
    },
    {
      name: 'a canvas is bounded on paper',
      edits: [['if (canvas > rules.canvasMillimetres)', NEVER]],
      title: 'has a limit of its own in pixels and on paper',
    },
    {
      name: 'an impression leaves room in the file',
      edits: [['if (bytes > encodedBytes)', NEVER]],
      title: 'must leave room in the file: an encoded image has most bytes too',
    },
    {
      name: 'a resolution is one of a scanner',
      edits: [['resolutionFault(dpi) ?? sizeFault(', 'sizeFault(']],
      title: 'is not taken from a resolution that no scanner has',
    },
    {
      name: 'BASE64 is taken to the letter',
      edits: [["if (file.toString('base64') !== text)", NEVER]],
      title: 'is refused when it is not BASE64 to the letter',
    },
    {
      name: 'a text is bounded before it is decoded',
      edits: [['if (text.length > Math.ceil(most / 3) * 4)', NEVER]],
      title: 'is refused before it is decoded when no canvas of this city needs so much',
    },
  ]),
  ...guardsOf('functions/seal-images/measure-ink.ts', impressionTests, [
    {
      name: 'the noise of a sheet is no ink',
      edits: [['const INK_CONTRAST = 64;', 'const INK_CONTRAST = 1;']],
      title: 'takes the noise of a scanned sheet for paper, and a faint imprint for ink',
    },
  ]),
  ...guardsOf('functions/seal-images/two-colours.ts', impressionTests, [
    {
      name: 'a picture of three colours is not read as one of two',
      edits: [['if (seen >= THIRD)', NEVER]],
      title: 'read eight pixels at a time is the one that decoding and measuring pixel by pixel give',
    },
    {
      name: 'a picture of three direct colours is not read as one of two',
      edits: [['if (colour !== ink)', NEVER]],
      title: 'read eight pixels at a time is the one that decoding and measuring pixel by pixel give',
    },
  ]),
  ...guardsOf('functions/seal-images/impression-file.ts', storeTests, [
    {
      name: 'another impression is not read',
      edits: [['if (digestOfContent(bytes.subarray(0, end), pixels) !== digest)', NEVER]],
      title: 'when it is another impression',
    },
    {
      name: 'a digest holds colour and size too',
      edits: [['.update(head).update(pixels)', '.update(pixels)']],
      title: 'when its colour, size or pixels have been changed',
    },
    {
      name: 'an impression inflates to its own size at most',
      edits: [['maxOutputLength: length, ', '']],
      title: 'when it would inflate to more than its size, or is larger than any impression',
    },
    {
      name: 'nothing hangs on to an impression',
      edits: [[', rejectGarbageAfterEnd: true', '']],
      title: 'when something hangs on to its compressed pixels, which go into documents as they are',
    },
  ]),
  ...guardsOf('functions/seal-images/impression-store.ts', storeTests, [
    {
      name: 'an impression is its city’s',
      invariant: 'INV-11',
      edits: [["['impressions', municipality, digest]", "['impressions', digest]"]],
      title: 'is not another city’s',
    },
    {
      name: 'only a digest names an impression',
      edits: [['if (!DIGEST.test(digest))', NEVER]],
      title: 'under a name that is no digest',
    },
    {
      name: 'an impression is written once',
      invariant: 'INV-9',
      edits: [["            IfNoneMatch: '*',\n", '']],
      title: 'is written once: the bytes that certificates were drawn with stay',
    },
    {
      name: 'an object that is larger than any impression is not read',
      edits: [['if ((answer.ContentLength ?? 0) > MAX_BYTES)', NEVER]],
      title: 'when it would inflate to more than its size, or is larger than any impression',
    },
  ]),
];
