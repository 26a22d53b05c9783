"""FreeType as a witness: which keys a font has, and what they look like in it and in another font.

One JSON object a line on standard input, one a line on standard output. FreeType reads the character map, the outlines
and the metrics itself and knows nothing of the project.

  {"keys": PATH}                            -> {"freetype": "2.13.2", "unitsPerEm": N, "keys": [[codePoint, selector, glyph], ...]}
  {"compare": PATH, "programs": [PATH, ...], "keys": [[codePoint, selector, glyph in program 1, glyph in 2, ...], ...]}
                                            -> {"compared": N, "blank": N, "differences": [[key, program, what], ...]}

`selector` is 0 for a bare code point; `key` and `program` are places in the lists. Of a pair are compared: the raster
at PIXELS to the em, byte for byte; its place; the advance, scaled and in font units.
"""

import ctypes
import json
import sys

import freetype
from freetype import raw

PIXELS = 48
MOST_DIFFERENCES = 200
# FT_LOAD_NO_HINTING and the renderer at 256 levels: the outline itself, not what instructions make of it.
FLAGS = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP | freetype.FT_LOAD_RENDER

raw.FT_Face_GetCharsOfVariant.argtypes = [raw.FT_Face, raw.FT_ULong]


def opened(path):
    face = freetype.Face(path)
    face.set_pixel_sizes(0, PIXELS)
    return face


def listed(numbers):
    """A list of FreeType's that ends with 0, copied: the next call may overwrite it."""
    copied = []
    while numbers and numbers[len(copied)] != 0:
        copied.append(numbers[len(copied)])
    return copied


def keys(path):
    face = freetype.Face(path)
    face.select_charmap(freetype.FT_ENCODING_UNICODE)
    found = [[code_point, 0, glyph] for code_point, glyph in face.get_chars() if glyph != 0]
    for selector in listed(raw.FT_Face_GetVariantSelectors(face._FT_Face)):
        for code_point in listed(raw.FT_Face_GetCharsOfVariant(face._FT_Face, selector)):
            found.append([code_point, selector, glyph_of(face, code_point, selector)])
    version = ".".join(str(part) for part in freetype.version())
    return {"freetype": version, "unitsPerEm": face.units_per_EM, "keys": found}


def glyph_of(face, code_point, selector):
    if selector == 0:
        return face.get_char_index(code_point)
    return raw.FT_Face_GetCharVariantIndex(face._FT_Face, code_point, selector)


def drawn(face, glyph):
    """The raster, then place and size, then advance in 1/64 pixel and in font units."""
    face.load_glyph(glyph, FLAGS)
    slot = face._FT_Face.contents.glyph.contents
    bitmap = slot.bitmap
    size = bitmap.rows * abs(bitmap.pitch)
    raster = ctypes.string_at(bitmap.buffer, size) if size > 0 else b""
    place = (slot.bitmap_left, slot.bitmap_top, bitmap.width, bitmap.rows, bitmap.pixel_mode)
    metrics = slot.metrics
    bearings = (metrics.horiBearingX, metrics.horiBearingY, metrics.width, metrics.height)
    return raster, place + bearings, (metrics.horiAdvance, slot.linearHoriAdvance)


def compare(path, programs, pairs):
    source = opened(path)
    source.select_charmap(freetype.FT_ENCODING_UNICODE)
    faces = [opened(program) for program in programs]
    blank = 0
    differences = []
    for at, (code_point, selector, *glyphs) in enumerate(pairs):
        wanted = drawn(source, glyph_of(source, code_point, selector))
        if not any(wanted[0]):
            blank += 1
        for program, (face, glyph) in enumerate(zip(faces, glyphs, strict=True)):
            for what, is_so, should_be in zip(("raster", "place", "advance"), drawn(face, glyph), wanted):
                if is_so != should_be and len(differences) < MOST_DIFFERENCES:
                    differences.append([at, program, what])
    return {"compared": len(pairs) * len(faces), "blank": blank, "differences": differences}


for line in sys.stdin:
    wish = json.loads(line)
    answer = keys(wish["keys"]) if "compare" not in wish else compare(wish["compare"], wish["programs"], wish["keys"])
    print(json.dumps(answer), flush=True)
