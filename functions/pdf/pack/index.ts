/** For who takes fonts in. Who only draws does not load it. */
export { compareFonts, type FontComparison } from '../font/compare-fonts.ts';
export { buildPack } from './build-pack.ts';
