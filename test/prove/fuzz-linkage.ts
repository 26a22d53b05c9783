import { Feed, formatFileName, inboxKey } from '../../functions/linkage/index.ts';
import { columnsOf } from '../../functions/linkage/layouts/feeds.ts';
import { FileRule } from '../../functions/linkage/rules.ts';
import { type Random, randomFor } from '../../simulator/sample/random.ts';
import { openChild } from './child.ts';
import { costs } from './costs.ts';
import type { Examined, Outcome, Question } from './fuzz-linkage/examine-child.ts';
import { type LinkMutant, linkMutant } from './fuzz-linkage/link-files.ts';
import { fontMutant, impressionMutant, nameMutant, soundFonts } from './fuzz-linkage/others.ts';
import { readReference } from './fuzz-linkage/reference.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** Of the processor. */
const MILLISECONDS = 2_000;
/** Beyond eight times the input: a block of 65,536 rows, and what waits to be collected. */
const SPARE_BYTES = 64 * 1024 * 1024;
const TIMES_ITS_SIZE = 8;
const CHILD = new URL('fuzz-linkage/examine-child.ts', import.meta.url);
const HEAP_MEGABYTES = 96;
const YOUNG_MEGABYTES = 2;
const PATIENCE_MS = 20_000;
const CHUNKS = [1, 7, 1_000, 65_536, 1_000_000] as const;

/** Whatever core systems deliver is read or refused with a reason, as a second reader has it, in bounded time and memory. */
export const fuzzLinkage: Proof = {
  name: 'fuzz-linkage',
  summary:
    'Hostile link files, names, impressions and EUDC fonts (count of each): read as a second reader has it or refused by rule, within 2 s and 8 × the input + 64 MB',
  needsSystem: false,
  count: 10_000,
  slice: 150,
  run: prove,
};

type Case = {
  readonly how: string;
  readonly question: Question;
  readonly size: number;
  /** What is wrong with an answer. */
  readonly faultOf: (outcome: Outcome) => string | undefined;
};

async function prove({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  const fonts = soundFonts();
  const parsers: Readonly<Record<string, (random: Random) => Case>> = {
    'link file': linkCase,
    'file name': nameCase,
    impression: impressionCase,
    font: (random) => fontCase(fontMutant(fonts, random)),
  };
  // another process, which may hang or die
  const examiner = openChild<Question, Examined>(CHILD, PATIENCE_MS, [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    `--max-semi-space-size=${YOUNG_MEGABYTES}`,
  ]);
  try {
    for (const [parser, caseOf] of Object.entries(parsers)) {
      const cost = costs();
      for (let index = 0; index < count; index++) {
        const { how, question, size, faultOf } = caseOf(randomFor(`${seed}/fuzz-linkage/${parser}/${index}`));
        const examined = await examiner.ask(question);
        const fault = costFaultOf(examined, size) ?? (examined && faultOf(examined.outcome));
        check(fault === undefined, `${parser} ${index} (${how}; seed ${seed}): ${fault}`);
        cost.take(examined === undefined ? 'no answer' : wordOf(examined.outcome), examined);
      }
      say(`${count} of ${parser}`);
      note(`${parser}: ${cost.outcomes()}`);
      note(`${parser}: ${cost.measured()}`);
    }
  } finally {
    await examiner.close();
  }
  return report();
}

function costFaultOf(examined: Examined | undefined, size: number): string | undefined {
  if (examined === undefined) return 'no answer: the reader hung or ran out of memory';
  const { milliseconds, grownBytes, outcome } = examined;
  if (outcome.kind === 'threw') return `threw: ${outcome.message}`;
  if (milliseconds > MILLISECONDS) return `took ${milliseconds.toFixed(0)} ms`;
  return grownBytes > TIMES_ITS_SIZE * size + SPARE_BYTES
    ? `took ${(grownBytes / 2 ** 20).toFixed(0)} MB`
    : undefined;
}

function wordOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'sound':
      return outcome.faultyRows > 0 ? 'sound with faulty rows' : 'sound';
    case 'problems':
      return outcome.problems[0]?.rule ?? 'no problem';
    case 'no-picture':
      return outcome.fault.rule;
    case 'no-font':
      return outcome.fault.table;
    case 'name':
      return outcome.name === undefined ? 'no name' : outcome.name.feed;
    default:
      return outcome.kind;
  }
}

function linkCase(random: Random): Case {
  const mutant = linkMutant(random);
  const { name, bytes, how } = mutant;
  const chunk = random.pick(bytes.length > 10_000 ? CHUNKS.slice(2) : CHUNKS);
  return {
    how,
    size: bytes.length,
    question: { kind: 'link-file', name, bytes, chunk },
    faultOf: (outcome) => linkFaultOf(mutant, outcome),
  };
}

/** Room for a record by the layout, as the published limit has it. */
const longestOf = ({ name }: LinkMutant): number =>
  columnsOf(name.feed).reduce((sum, { maximumLength = 0 }) => sum + maximumLength, 1_048_576);

function linkFaultOf(mutant: LinkMutant, outcome: Outcome): string | undefined {
  const sound = readReference(mutant.name, mutant.bytes, longestOf(mutant));
  if (outcome.kind === 'sound') {
    if (sound === undefined) return 'is verified, but not by a second reader';
    const { rows, sha256, digest } = outcome.file;
    const isSame = rows === sound.rows && sha256 === sound.sha256 && digest === sound.digest;
    return isSame ? undefined : 'is verified with other rows than a second reader finds';
  }
  if (outcome.kind !== 'problems') return 'is answered like something else';
  if (sound !== undefined)
    return `is refused, but not by a second reader: ${JSON.stringify(outcome.problems)}`;
  const lines = mutant.bytes.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 1);
  const isNamed = outcome.problems.every(
    ({ rule, line }) => FileRule.safeParse(rule).success && line >= 1 && line <= lines,
  );
  return isNamed && outcome.problems.length > 0 ? undefined : 'is refused without a rule and a line';
}

function nameCase(random: Random): Case {
  const { text, how } = nameMutant(random);
  return {
    how: `${JSON.stringify(text.slice(0, 80))}, ${how}`,
    size: text.length,
    question: { kind: 'file-name', text },
    faultOf: (outcome) => {
      if (outcome.kind !== 'name') return 'is answered like something else';
      const { name } = outcome;
      if (name === undefined) return isName(text) ? 'is not taken' : undefined;
      if (formatFileName(name) !== text) return `is taken for ${formatFileName(name)}`;
      return KEY.test(inboxKey(name)) ? undefined : 'has an odd key';
    },
  };
}

const KEY = /^inbox(-priority)?\/[a-z0-9-]+\.(csv|tte)$/;
const NAME =
  /^\d{6}-(?<feed>[a-z-]+)-(?<kind>full|diff|urgent)-[1-9]\d{0,5}-(?!0+\.)(\d{6}|[1-9]\d{6,14})\.(?<ending>csv|tte)$/;

/** Names as they are published, with other means than the parser's. */
function isName(text: string): boolean {
  const { feed, kind, ending } = NAME.exec(text)?.groups ?? {};
  if (!Feed.safeParse(feed).success) return false;
  return feed === 'gaiji' ? kind === 'full' && ending === 'tte' : ending === 'csv';
}

function impressionCase(random: Random): Case {
  const { text, how } = impressionMutant(random);
  return {
    how,
    size: text.length,
    question: { kind: 'impression', text },
    faultOf: (outcome) => {
      if (outcome.kind === 'no-picture') {
        const { rule, field } = outcome.fault;
        return rule.length > 0 && field.length > 0 ? undefined : 'is refused without a rule';
      }
      if (outcome.kind !== 'picture') return 'is answered like something else';
      const file = Buffer.from(text, 'base64');
      if (file.toString('base64') !== text) return 'is taken though its BASE64 is not canonical';
      const isOs2 = file.readUInt32LE(14) === 12;
      const columns = isOs2 ? file.readUInt16LE(18) : file.readInt32LE(18);
      const rows = isOs2 ? file.readUInt16LE(20) : Math.abs(file.readInt32LE(22));
      const isSame = outcome.columns === columns && outcome.rows === rows;
      return isSame ? undefined : 'has another size than its header says';
    },
  };
}

function fontCase({ bytes, how }: ReturnType<typeof fontMutant>): Case {
  return {
    how,
    size: bytes.length,
    question: { kind: 'font', bytes },
    faultOf: (outcome) => {
      if (outcome.kind === 'font') return outcome.bytes === bytes.length ? undefined : 'lost bytes';
      if (outcome.kind !== 'no-font') return 'is answered like something else';
      return outcome.fault.table !== '' && outcome.fault.detail !== ''
        ? undefined
        : 'a fault without a table';
    },
  };
}
