import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';
const SIGNATURE = 'test/unit/prove/signature.test.ts';
const STAFF = 'test/unit/http/staff-chain.test.ts';

/** Who is let in, what goes out, and to whom. */
export const DOORS: readonly Guard[] = [
  ...guardsOf('functions/issuance/center/verify-signature.ts', SIGNATURE, [
    {
      name: 'the centre’s signature',
      edits: [
        [
          'if (key === undefined || !isSignedBy(key.key, parts, signature))',
          'void [isSignedBy, parts, signature];\n  if (key === undefined)',
        ],
      ],
      title: 'what the centre has not signed is refused, and its nonce is not spent',
    },
    {
      name: 'the window of time',
      edits: [['if (Math.abs(now - Number(time)) > SIGNATURE_WINDOW_MS)', NEVER]],
      title: 'a request from outside the window of time is refused, and its nonce is not spent',
    },
    {
      name: 'a nonce works once',
      edits: [["return fresh ? ok(undefined) : err('ISS-3002');", 'void fresh;\n  return ok(undefined);']],
      title: 'a replayed request is refused',
    },
    {
      name: 'the query is part of what is signed',
      edits: [['request.path + canonicalQuery(request.query)', 'request.path + (void canonicalQuery, "")']],
      title: 'a query that was not signed is refused',
    },
  ]),
  ...guardsOf('functions/issuance/center/nonce-store.ts', 'test/e2e/prove-slices.test.ts', [
    {
      name: 'the condition on a nonce',
      edits: [
        [
          "'attribute_not_exists(pk) OR #until < :now OR #use = :use'",
          "'attribute_not_exists(pk) OR attribute_exists(pk) OR #until < :now OR #use = :use'",
        ],
      ],
      title: 'of fifty uses of one nonce at once exactly one counts',
    },
  ]),
  ...guardsOf('functions/shared/http/kiosk-chain.ts', 'test/unit/http/kiosk-chain.test.ts', [
    {
      name: 'nothing unsigned is handled',
      edits: [
        [
          'return verified.ok ? undefined : refusalOf(verified.error);',
          'void verified;\n        return undefined;',
        ],
      ],
      title: 'does not handle what the centre has not signed',
    },
    {
      name: 'the size limit of the kiosk API',
      edits: [["    .use(sizeLimit(parts.maximumBytes, () => refusalOf('ISS-3003')))\n", '']],
      title: 'refuses a body that is too large before the signature is looked at',
    },
  ]),
  ...guardsOf('functions/issuance/routes.ts', 'test/unit/prove/counter-refusals.test.ts', [
    {
      name: 'counter refusals leave evenly',
      edits: [
        [
          '  await leaveEvenly(code, arrivedAt, timing.offsetMs, timing);\n',
          '  void [leaveEvenly, arrivedAt, timing];\n',
        ],
      ],
      title: 'a refusal for the counter leaves at the offset, any other at once',
    },
  ]),
  ...guardsOf('functions/issuance/deadline.ts', 'test/unit/issuance/rules.test.ts', [
    {
      name: 'the offset counts from the arrival',
      edits: [['const leaveAt = arrivedAt +', 'const leaveAt = elapsed + arrivedAt +']],
      title: 'whatever the work took',
    },
  ]),
  ...guardsOf('functions/shared/http/problem.ts', 'test/unit/http/kiosk-chain.test.ts', [
    {
      name: 'the log line of a counter refusal names no reason',
      edits: [['return REFUSALS[code].public === COUNTER_CODE ? response :', 'void COUNTER_CODE;\n  return']],
      title: 'behind the code of the counter is the same whatever its reason, for the log too',
    },
  ]),
  ...guardsOf('functions/history/reasons.ts', 'test/unit/history/history.test.ts', [
    {
      name: 'the history hides protection from whoever lacks the permission',
      edits: [['if (mayReadProtected) return', 'if (mayReadProtected || (true as boolean)) return']],
      title: 'behind the code of the counter give the same bytes without the permission for protection',
    },
    {
      name: 'a hidden reason leaves no trace of its place',
      edits: [
        [
          '[...exact, COUNTER_REASON]',
          '(isCounterReason(reasons[0] as RefusalReason) ? [COUNTER_REASON, ...exact] : [...exact, COUNTER_REASON])',
        ],
      ],
      title: 'keep no trace of their place among others',
    },
  ]),
  ...guardsOf('functions/shared/http/staff-chain.ts', STAFF, [
    {
      name: 'CSRF: the origin',
      edits: [
        [
          'isUnsafe(request.method) && !isSameOrigin(request) ?',
          '(false as boolean) && isSameOrigin(request) ?',
        ],
      ],
      title: 'an unsafe request from a page of another site, with the right token',
    },
    {
      name: 'CSRF: the token',
      edits: [
        [
          '!repeatsToken(request, session.csrfToken)',
          '(false as boolean) && repeatsToken(request, session.csrfToken)',
        ],
      ],
      title: 'refuses an unsafe request with a wrong token',
    },
    {
      name: 'a route needs a session',
      edits: [
        [
          "if (session === undefined) return staffProblem('STF-1001');",
          'if (session === undefined) return undefined;',
        ],
      ],
      title: 'lets anyone into an open route and nobody without a session into another',
    },
    {
      name: 'a route needs its permission',
      edits: [
        [
          'return session?.operator.permissions.includes(access) ? undefined :',
          'return session !== undefined ? undefined :',
        ],
      ],
      title: 'asks for the permission that the route names',
    },
  ]),
  ...guardsOf('functions/shared/aws.ts', 'test/unit/linkage/aws-and-log.test.ts', [
    {
      name: 'the loopback guard',
      edits: [['if (!LOOPBACK.test(host))', 'void host;\n  if (false as boolean && LOOPBACK.test(host))']],
      title: 'refuses the local stage with an endpoint elsewhere',
    },
    {
      name: 'dummy credentials only',
      edits: [['if (REAL_KEY.test(accessKey))', 'if (false as boolean && REAL_KEY.test(accessKey))']],
      title: 'refuses the local stage with real credentials',
    },
  ]),
];
