import { textCoder } from './text-coder.ts';

/** Operators of a page: mostly digits of codes and of places. Lengths of the best code for certificates as they are. */
export const CONTENT_CODER = textCoder(
  { 2: '0', 3: ' ', 4: '12', 5: '\n.3456789', 6: '<>Tabcdefjm', 7: '/FSl', 9: 'Ggrw', 14: '!"' },
  13,
  { bits: 275, words: 'BaDVGuRAFJV7X0+xzsGt+t+7HELwHtw6uEYHQgcZZPBn5wMA' },
);

/** Mappings of codes to UTF-16: `<00a1> <4e00>` and a line feed. */
export const MAPPING_CODER = textCoder(
  { 3: '0>', 4: '\n 567<', 5: '123489bcdef', 6: 'a', 13: '!"#$%&\'()*+,-./:;=?@ABCDEF' },
  12,
  { bits: 226, words: 'BWBVFkBBbNV/VhHc4Y4kmYFwceru3jdWd9e19wAAAAA=' },
);
