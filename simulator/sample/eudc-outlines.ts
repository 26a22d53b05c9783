import type { SampleMunicipality } from './municipalities.ts';
import { type Random, randomFor } from './random.ts';

/** A point of a contour in font units (1024 per em); off-curve points bend the line quadratically. */
export type Point = { readonly x: number; readonly y: number; readonly onCurve: boolean };
export type Contour = readonly Point[];

/** The mark by which one sees to which city's font a glyph belongs: a frame at the left, the top or around. */
const FRAMES: Readonly<Record<string, readonly Contour[]>> = {
  '012050': [bar(80, -60, 150, 860), bar(80, 800, 420, 860)],
  '012301': [bar(80, 790, 940, 860), bar(80, -60, 150, 860)],
  '012335': [bar(80, -60, 150, 860), bar(870, -60, 940, 860), bar(80, 800, 940, 860)],
};

/** An invented character: the city's frame, some strokes and a dot. Each city draws each code in its own way. */
export function inventGlyph(city: SampleMunicipality, code: number): readonly Contour[] {
  const random = randomFor(`eudc/${city.code}/${code.toString(16)}`);
  const across = Array.from({ length: random.integer(2, 4) }, () => {
    const y = random.integer(2, 34) * 20;
    return bar(random.integer(10, 20) * 20, y, random.integer(28, 42) * 20, y + 44);
  });
  const down = Array.from({ length: random.integer(1, 3) }, () => {
    const x = random.integer(11, 40) * 20;
    return bar(x, random.integer(-1, 8) * 20, x + 56, random.integer(20, 37) * 20);
  });
  return [...(FRAMES[city.code] ?? []), ...across, ...down, dot(random)];
}

function bar(left: number, bottom: number, right: number, top: number): Contour {
  return [
    { x: left, y: bottom, onCurve: true },
    { x: left, y: top, onCurve: true },
    { x: right, y: top, onCurve: true },
    { x: right, y: bottom, onCurve: true },
  ];
}

/** A round dot whose corners lie off the curve: readers have to imply the points between them. */
function dot(random: Random): Contour {
  const x = random.integer(12, 40) * 20;
  const y = random.integer(2, 34) * 20;
  const radius = random.integer(30, 60);
  return [
    { x: x - radius, y: y - radius, onCurve: false },
    { x: x - radius, y: y + radius, onCurve: false },
    { x: x + radius, y: y + radius, onCurve: false },
    { x: x + radius, y: y - radius, onCurve: false },
  ];
}
