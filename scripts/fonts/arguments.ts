import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../functions/shared/result.ts';

export type FontsCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'get'; readonly json: boolean }
  | {
      readonly kind: 'pack';
      readonly json: boolean;
      readonly font: string;
      readonly out: string;
      readonly name: string;
    }
  | { readonly kind: 'check'; readonly json: boolean; readonly directory: string };

const OPTIONS = {
  out: { type: 'string' },
  name: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    return undefined;
  }
}

/** The name that a pack has by its font's: `EUDC.tte` gives `eudc`. */
const nameOf = (font: string): string =>
  basename(font, extname(font))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');

/**
 * What a command line asks for, or one sentence that says what is wrong with it.
 * @param args without the program's own name: `['pack', 'EUDC.tte', '--out', 'packs']`
 */
export function parseFontsArguments(args: readonly string[]): Result<FontsCommand, string> {
  const parsed = parse(args);
  if (parsed === undefined) return err(`\`fonts ${args.join(' ')}\` is not understood.`);
  const { out, name, json, help } = parsed.values;
  const [kind, file, ...more] = parsed.positionals;
  if (help) return ok({ kind: 'help' });
  if (kind !== 'pack' && (out !== undefined || name !== undefined))
    return err('--out and --name belong to `pack`.');
  if (more.length > 0) return err(`One file at a time: ${more.join(' ')} is too much.`);
  switch (kind) {
    case 'get':
      return file === undefined ? ok({ kind, json }) : err('`get` takes no file.');
    case 'check':
      return file === undefined
        ? err('`check` needs the folder of the packs.')
        : ok({ kind, json, directory: file });
    case 'pack': {
      if (file === undefined) return err('`pack` needs a font.');
      if (out === undefined || out === '')
        return err('`pack` needs --out, the folder that the pack goes to.');
      const own = name ?? nameOf(file);
      if (!/^[a-z0-9][a-z0-9-]*$/.test(own))
        return err(`"${own}" is no name for a pack: small letters, digits and '-', with --name.`);
      return ok({ kind, json, font: file, out, name: own });
    }
    case undefined:
      return err('One of get, pack and check is needed.');
    default:
      return err(`There is no \`fonts ${kind}\`.`);
  }
}

export const HELP = `npm run -s fonts -- get | pack FONT --out DIR [--name N] | check DIR

  get                 finds or fetches the fonts of fonts/manifest.json, checks their hashes and makes their glyph packs
  pack FONT --out DIR makes the glyph pack DIR/NAME.pack of a TrueType font (.ttf, .tte); NAME is the font's, or --name
  check DIR           verifies every *.pack in a folder: structure, every glyph decoded, hashes, and its font where it is

  --json              one JSON object on standard output
  -h, --help          this text

A pack derives from its font: the font's licence decides whether it may be handed on.
Exit codes: 0 done / 1 a font or a pack is broken or missing / 2 wrong usage
`;
