// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import { type Guard, guardsOf } from './guard.ts';

const TESTS = 'test/unit/agent';
const CRASHES = 'no file is lost, doubled or left behind (600 schedules)';
const TWO = 'never work at the same time and send every file once (150 schedules)';

/** What stands between a city's drop folder and a file that is lost, doubled, half or somebody else's. */
export const AGENT: readonly Guard[] = [
  ...guardsOf('agent/src/s3-store.ts', `${TESTS}/s3-store.test.ts`, [
    {
      name: 'an object is only ever created',
      edits: [["ChecksumSHA256: sha256,\n        IfNoneMatch: '*',", 'ChecksumSHA256: sha256,']],
      title: 'is created once, and its sum is read back',
    },
    {
      name: 'an upload in parts is only ever created',
      edits: [["UploadId: upload,\n        IfNoneMatch: '*',", 'UploadId: upload,']],
      title: 'never replaces an object, and can be given up twice',
    },
    {
      name: 'a lease is replaced only as it was seen',
      edits: [["...(condition.when === 'unchanged' ? { IfMatch: condition.etag } : {}),", '']],
      title: 'is written only as the condition says, and read with the times of the store',
    },
  ]),
  ...guardsOf('agent/src/deliver.ts', `${TESTS}/sender.test.ts`, [
    {
      name: 'only what was checked is sent',
      edits: [[' && sha256Base64(bytes) === goods.content.parts[index]', '']],
      title: 'between check and sending is checked again, too',
    },
    {
      name: 'another content of the same length is no delivery',
      edits: [
        ["=== goods.content.sha256 ? 'delivered' : 'name-reused'", "=== '' ? 'name-reused' : 'delivered'"],
      ],
      title: 'never takes another content of the same length',
    },
    {
      name: 'parts that have arrived are not sent again',
      edits: [
        [
          'if (before?.sha256 === sha256 && before.size === lengthOf(content, index))',
          'if (before === null)',
        ],
      ],
      title: 'goes on with a large file after the part that arrived last',
    },
    {
      name: 'an upload in parts is remembered',
      edits: [['await goods.remember(upload);', '']],
      title: 'goes on with a large file after the part that arrived last',
    },
  ]),
  ...guardsOf('agent/src/process-job.ts', `${TESTS}/sender.test.ts`, [
    {
      name: 'what changed after it was sent does not count as sent',
      edits: [['if (stat !== undefined && !isStill(stat, state))', 'if (stat === null)']],
      title: 'after it was sent is put aside as rejected, for that content has not been sent',
    },
  ]),
  ...guardsOf('agent/src/process-job.ts', `${TESTS}/crashes.test.ts`, [
    {
      name: 'a file under two names after a crash is one file',
      edits: [[' && there.inode !== source?.inode', '']],
      title: CRASHES,
    },
    {
      name: 'a report lies there before its file',
      edits: [
        [
          "    if (report !== undefined) await disk.writeText(join(folder, `${name}.report.txt`), report);\n    if ((await disk.move(from, join(folder, name))) !== 'taken') break;",
          "    if ((await disk.move(from, join(folder, name))) === 'taken') continue;\n    if (report !== undefined) await disk.writeText(join(folder, `${name}.report.txt`), report);\n    break;",
        ],
      ],
      title: CRASHES,
    },
  ]),
  ...guardsOf('agent/src/sender.ts', `${TESTS}/sender.test.ts`, [
    {
      name: 'a file is left alone while it changes',
      edits: [["if (unchanged < config.stableSeconds * 1_000) return 'settling';", '']],
      title: 'is sent when it has not changed for the configured time, and its original is kept',
    },
    {
      name: 'a file that is being written is not rejected',
      edits: [
        [
          " && unchanged < config.rejectAfterSeconds * 1_000) return 'incomplete'",
          " && unchanged < 0) return 'incomplete'",
        ],
      ],
      title: 'that still grows is left alone until it is whole',
    },
    {
      name: 'a verdict holds only for the content that it was about',
      edits: [['if (stat !== undefined && sameStat(stat, item.stat))', 'if (stat !== undefined)']],
      title: 'and becomes whole at the last moment is not rejected any more',
    },
  ]),
  ...guardsOf('agent/src/sweep.ts', `${TESTS}/crashes.test.ts`, [
    {
      name: 'what a crash has left is removed',
      edits: [['if (id !== undefined) await tidy(disk, journal, { folder, id });', '']],
      title: CRASHES,
    },
  ]),
  ...guardsOf('agent/src/fence.ts', `${TESTS}/two-instances.test.ts`, [
    {
      name: 'whoever has lost the lease stops before the next effect',
      edits: [['if (!isHeld()) throw', 'if (isHeld === undefined) throw']],
      title: TWO,
    },
  ]),
  ...guardsOf('agent/src/lease.ts', `${TESTS}/lease.test.ts`, [
    {
      name: 'a lease that runs is not taken',
      edits: [['if (note !== undefined && !own && !isFree(note, before, seconds))', 'if (note === null)']],
      title: 'one holds the lease and keeps it, whatever their own clocks say',
    },
    {
      name: 'the holder counts the time that it slept',
      edits: [
        ['Math.max(to.monotonic - from.monotonic, to.wall - from.wall)', 'to.monotonic - from.monotonic'],
      ],
      title: 'that was put to sleep knows it when it wakes, though its steady clock stood still',
    },
    {
      name: 'the holder does not trust its wall clock alone',
      edits: [['Math.max(to.monotonic - from.monotonic, to.wall - from.wall)', 'to.wall - from.wall']],
      title: 'whose clock is put back does not believe that it has more time',
    },
    {
      name: 'the holder counts from before it asked',
      edits: [['      asked = from;', '      asked = reading();']],
      title: 'counts from before it asked: a slow answer gives no time away',
    },
    {
      name: 'the holder stops before the other begins',
      edits: [['seconds * 1_000 * (1 - MARGIN)', 'seconds * 2_000']],
      title: 'the other takes over when the time of the store has run out, and the first has stopped by then',
    },
  ]),
  ...guardsOf('agent/src/check-file.ts', `${TESTS}/sender.test.ts`, [
    {
      name: 'a file of another city is not sent',
      invariant: 'INV-11',
      edits: [["if (parsed.municipality !== municipality) return refused('other-municipality');", '']],
      title: 'is rejected with the name of another city',
    },
  ]),
  ...guardsOf('agent/src/policy.ts', `${TESTS}/config.test.ts`, [
    {
      name: 'credentials of the agent are of one city',
      invariant: 'INV-11',
      edits: [['`inbox/${municipality}-*`, ', '`inbox/*`, ']],
      title: 'opens the names of one city only, and neither listing nor deleting',
    },
  ]),
  ...guardsOf('agent/src/credentials.ts', `${TESTS}/credentials.test.ts`, [
    {
      name: 'long-lived credentials are refused',
      edits: [
        [
          'if (SessionToken === undefined || Expiration === undefined)\n    throw',
          'if (SessionToken === undefined || Expiration === undefined) return keys;\n  if (SessionToken === undefined)\n    throw',
        ],
      ],
      title: 'that last for ever are refused without a word of what was read',
    },
    {
      name: 'the local stage takes dummies on loopback only',
      edits: [
        [
          'endpointOf({ STAGE: stage, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: AccessKeyId });',
          'void endpointOf, endpoint;',
        ],
      ],
      title: 'of a real account are refused in the local stage, and so is an endpoint elsewhere',
    },
  ]),
  ...guardsOf('agent/src/file-disk.ts', `${TESTS}/file-disk.test.ts`, [
    {
      name: 'no link in a drop folder is followed',
      edits: [[' | constants.O_NOFOLLOW', '']],
      title:
        'shows regular files only: whoever may write into a drop folder could lay a link or a pipe there',
    },
    {
      name: 'no file takes the place of another',
      edits: [["? 'linked' : 'taken'", "? 'linked' : take(from, to)"]],
      title: 'moves a file and never over another one',
    },
  ]),
];
