// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import { type Edit, type Guard, guardsOf } from './guard.ts';

const KEYS = 'test/unit/prove/keys-and-reads.test.ts';
const ENGINE = 'test/e2e/invariants.test.ts';

/** A key builder that forgets the city. */
const forgetful = (store: string, edits: readonly Edit[], test: Guard['test']): Guard => ({
  name: `the municipality in the key of ${store}`,
  invariant: 'INV-11',
  edits,
  test,
});

const registryKey = (name: 'resident' | 'gate' | 'household', prefix: string): Guard =>
  forgetful(`a ${name}`, [{ file: 'functions/registry/keys.ts', ...builderEdit(name, prefix) }], {
    file: 'test/unit/registry/store.test.ts',
    title: 'a serial of one city is unknown in another (INV-11)',
  });

/** The body of one builder, which begins where its name stands. */
function builderEdit(name: string, prefix: string): { readonly find: string; readonly replace: string } {
  const variable = name === 'household' ? 'household' : 'person';
  const sort = name === 'household' ? 'household' : `\`\${person}#${name}\``;
  return {
    find: `  pk: \`${prefix}#\${municipality}#\${bucketOf(${variable})}\`,\n  sk: ${sort},`,
    replace: `  pk: \`${prefix}#\${bucketOf(${variable})}\`,\n  sk: ${sort},`,
  };
}

/** INV-11: the municipality in every key that is built, and where the city of a request comes from. */
export const CITY: readonly Guard[] = [
  registryKey('resident', 'P'),
  registryKey('gate', 'P'),
  registryKey('household', 'H'),
  ...(
    [
      ['a seal', '`P#${municipality}#${bucketOf(person)}`,\n  sk: `${person}#seal`'],
      ['a register', '`F#${municipality}#${bucketOf(koseki)}`'],
      ['a koseki person', '`K#${municipality}#${bucketOf(key)}`'],
      ['a registration of a non-resident', '`D#${municipality}#${issuer}#${serial}`'],
    ] as const
  ).map(([name, find]) =>
    forgetful(
      name,
      [
        {
          file: 'functions/registry/keys.ts',
          find,
          replace: find.replace('${municipality}', '${municipality.slice(6)}'),
        },
      ],
      {
        file: 'test/unit/registry/read-parts.test.ts',
        title: 'of one city are unknown in another (INV-11)',
      },
    ),
  ),
  forgetful(
    'a serial',
    [
      {
        file: 'functions/registry/keys.ts',
        find: '`S#${municipality}#${issuer}#${serial}`',
        replace: '`S#${municipality.slice(6)}#${issuer}#${serial}`',
      },
    ],
    {
      file: 'test/unit/registry/store.test.ts',
      title: 'a serial of one city is unknown in another (INV-11)',
    },
  ),
  forgetful(
    'an issuance record',
    [
      {
        file: 'functions/issuance/record-item.ts',
        find: '`R#${municipality}#${requestId}`',
        replace: '`R#${municipality.slice(6)}#${requestId}`',
      },
    ],
    { file: ENGINE, title: 'a request of one city is unknown in another' },
  ),
  ...(
    [
      [
        'the index by day',
        'functions/issuance/record-item.ts',
        '`${record.municipality}#${jstDateOf(',
        '`#${jstDateOf(',
        'issuance records',
      ],
      [
        'the history’s day',
        'functions/history/store.ts',
        '`${municipality}#${day}`',
        '`#${day}`',
        'the history',
      ],
      [
        'the history’s record',
        'functions/issuance/record-item.ts',
        '`R#${municipality}#${requestId}`',
        '`R##${requestId}`',
        'the history',
      ],
      ['a city’s setting', 'functions/changes/store.ts', '`C#${row.municipality}`', '`C#`', 'settings'],
      ['a city’s settings', 'functions/changes/store.ts', '`C#${municipality}`', '`C#`', 'settings'],
      [
        'decisions about a person',
        'functions/decisions/store.ts',
        '`P#${municipality}#${personId}`',
        '`P##${personId}`',
        'decisions',
      ],
      ['a city’s plans', 'functions/planning/store.ts', '`S#${municipality}`', '`S#`', 'plans'],
      ['a city’s latches', 'functions/closures/store.ts', '`X#${municipality}`', '`X#`', 'closures'],
      [
        'a link file',
        'functions/linkage/store.ts',
        '`L#${municipality}#${feed}#${series}`',
        '`L##${feed}#${series}`',
        'link files',
      ],
      ['a city’s watermarks', 'functions/linkage/store.ts', '`L#${municipality}`;', '`L#`;', 'link files'],
      ['an operator', 'functions/operators/store.ts', '`O#${municipality}`', '`O#`', 'operators'],
      ['an audit event', 'functions/audit/store.ts', '`E#${municipality}#', '`E##', 'the audit'],
    ] as const
  ).map(([store, file, find, replace, title]) =>
    forgetful(store, [{ file, find, replace }], {
      file: KEYS,
      title: `every key of ${title} holds the municipality`,
    }),
  ),
  ...guardsOf('functions/shared/http/staff-chain.ts', 'test/unit/http/staff-chain.test.ts', [
    {
      name: 'the staff’s city comes from the session',
      invariant: 'INV-11',
      edits: [
        [
          'municipality: operator.municipality, request,',
          "municipality: (request.headers['x-municipality'] ?? operator.municipality) as MunicipalityCode, request,",
        ],
      ],
      title: 'takes the city from the session, whatever the request says (INV-11)',
    },
  ]),
];
