import { type Guard, guardsOf } from './guard.ts';

const FOLDER = 'functions/koseki';
const TESTS = 'test/unit/koseki';

/** The talk with the koseki systems: whose an answer is, and that none outlasts its question (INV-6). */
export const KOSEKI_GATEWAY: readonly Guard[] = [
  ...guardsOf(`${FOLDER}/identity.ts`, `${TESTS}/faults.test.ts`, [
    {
      name: 'an answer that does not say whose it is is refused',
      invariant: 'INV-6',
      edits: [['if (said === undefined && isDemanded)', 'if ((false as boolean) && isDemanded)']],
      title: 'missing-echo is refused by its own name, in time, and its connection closed',
    },
    {
      name: 'an answer to another question is refused',
      invariant: 'INV-6',
      edits: [
        ['if (said !== undefined && said !== sent[field])', "if (said === '' && said !== sent[field])"],
      ],
      title: 'swapped is refused by its own name, in time, and its connection closed',
    },
  ]),
  ...guardsOf(`${FOLDER}/identity.ts`, `${TESTS}/identity.test.ts`, [
    {
      name: 'a value is a whole line, not a part of one',
      invariant: 'INV-6',
      edits: [['if (joined === text) return true;', 'if (joined.startsWith(text)) return true;']],
      title: 'a longer 本籍 is not the same',
    },
    {
      name: 'a page that cannot be read is a doubt',
      invariant: 'INV-6',
      edits: [
        [
          'if (text === undefined || (isOnlyWitness',
          'if (text === undefined) continue;\n    if ((isOnlyWitness',
        ],
      ],
      title: 'a page that cannot be read is a doubt',
    },
    {
      name: 'a paper is known by its text only where 本籍 is on it',
      invariant: 'INV-6',
      edits: [['if (isOnlyWitness && !isShown)', 'if ((false as boolean) && !isShown)']],
      title: 'without an echo, a 附票 on which no 本籍 is',
    },
    {
      name: '本籍 that was not asked for is not handed out',
      edits: [['if (unwanted.some(', 'if ((false as boolean) && unwanted.some(']],
      title: '本籍 and 筆頭者 of a 附票',
    },
  ]),
  ...guardsOf(`${FOLDER}/ask-koseki.ts`, `${TESTS}/concurrency.test.ts`, [
    {
      name: 'the text of a koseki PDF is compared with the request',
      invariant: 'INV-6',
      edits: [['if (other !== undefined) return withheld(other);', 'void other;']],
      title: '200 at once, answers overtaking and mixed up, bring nobody a foreign paper: seed a',
    },
  ]),
  ...guardsOf(`${FOLDER}/ask-koseki.ts`, `${TESTS}/faults.test.ts`, [
    {
      name: 'the hash that is echoed is that of the bytes',
      invariant: 'INV-6',
      edits: [
        [
          'const sha256 = sha256Hex(pdf);',
          "const sha256 = answer.value.header('koseki-pdf-sha256') ?? sha256Hex(pdf);",
        ],
      ],
      title: 'swapped-body is refused by its own name, in time, and its connection closed',
    },
    {
      name: 'a koseki PDF is inspected before it goes on',
      edits: [
        [
          "if (!inspected.ok) return err({ kind: 'pdf', fault: inspected.error });",
          'if (!inspected.ok) return ok({ pdf, sha256, pages: 1, knownBy: by });',
        ],
      ],
      title: 'script is refused by its own name, in time, and its connection closed',
    },
    {
      name: 'a deadline that has passed asks no koseki system',
      invariant: 'INV-2',
      edits: [["if (withinMs <= 0) return err({ kind: 'deadline' });", '']],
      title: 'a deadline that has passed asks nobody',
    },
  ]),
  ...guardsOf(`${FOLDER}/http-exchange.ts`, `${TESTS}/faults.test.ts`, [
    {
      name: 'the talk ends by its time',
      invariant: 'INV-2',
      edits: [
        ["setTimeout(() => fail({ kind: 'deadline' }), withinMs)", 'setTimeout(() => undefined, withinMs)'],
      ],
      title: 'half-open is refused by its own name, in time, and its connection closed',
    },
    {
      name: 'a connection is closed when its question has ended',
      invariant: 'INV-6',
      edits: [['      outgoing.destroy();\n      agent.destroy();\n', '']],
      title: 'who gives up closes the connection at once',
    },
  ]),
  ...guardsOf(`${FOLDER}/http-exchange.ts`, `${TESTS}/http-exchange.test.ts`, [
    {
      name: 'a connection has one answer',
      invariant: 'INV-6',
      edits: [["if (headers.connection?.toLowerCase() !== 'close')", "if (headers.connection === '')"]],
      title: 'a connection that stays is refused',
    },
    {
      name: 'an echo that is given twice is none',
      invariant: 'INV-6',
      edits: [['if (names.some(', 'if ((false as boolean) && names.some(']],
      title: 'an echo given twice is refused',
    },
    {
      name: 'an answer that is too large is left',
      edits: [['if (size <= limit) chunks.push(chunk);', 'if (size > 0) chunks.push(chunk);']],
      title: 'an endless answer is left as soon as it is too large, whatever comes behind it',
    },
    {
      name: 'an answer that does not say where it ends is refused',
      edits: [['if (length === undefined && !isChunked)', "if (length === '' && !isChunked)"]],
      title: 'data until the end is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/environment.ts`, `${TESTS}/environment.test.ts`, [
    {
      name: 'the local stage asks no koseki system but the stand-in',
      edits: [
        [
          'return LOOPBACK.test(hostname) ? undefined :',
          "return LOOPBACK.test('127.0.0.1') || hostname === '' ? undefined :",
        ],
      ],
      title: 'and nothing else: https://koseki.example/',
    },
  ]),
];
