import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KosekiQuestion, type KosekiRequest, KosekiRequestId } from '../../../functions/koseki/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { KosekiPersonKey } from '../../../functions/shared/ids.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { uuidV7 } from '../../../functions/shared/uuid-v7.ts';
import { answerTo, type KosekiOffices } from '../../../simulator/koseki/answer.ts';
import type { KosekiFaultName } from '../../../simulator/koseki/faults.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import {
  type Applicant,
  applicantsOf,
  gatewayTo,
  type RunningStandIn,
  requestOf,
  sampleOffices,
  startStandIn,
} from './stand-in.ts';

/** How an answer can be somebody else's. */
const MIXED_UP: readonly (KosekiFaultName | 'none')[] = [
  'none',
  'none',
  'swapped',
  'swapped-body',
  'wrong-person',
  'wrong-echo',
];
const SAME_MILLISECOND = instantOf(Date.UTC(2026, 9, 1));

const individual = ({ member }: Applicant): Partial<KosekiRequest> => ({
  kind: 'family-register-individual',
  subjects: [KosekiPersonKey.parse(member.key)],
});

let offices: KosekiOffices;
let applicants: readonly Applicant[];
let standIn: RunningStandIn;

beforeAll(async () => {
  offices = sampleOffices();
  applicants = applicantsOf(offices);
  const holding = randomFor('koseki/hold');
  standIn = await startStandIn(offices, () => holding.integer(0, 120));
});
afterAll(() => standIn.close());

/** The SHA-256 of each applicant's own paper, worked out without any connection. */
function ownHashes(wish: (applicant: Applicant) => Partial<KosekiRequest>) {
  const known = new Map<Applicant, string>();
  return (applicant: Applicant): string => {
    const before = known.get(applicant);
    if (before !== undefined) return before;
    const { expected: _, deadlineAt: __, ...asked } = requestOf(applicant, wish(applicant));
    const question = KosekiQuestion.parse({ version: 1, ...asked });
    const { pdf } = unwrap(answerTo(offices, question, { issuedOn: '令和8年10月1日' }));
    const hash = sha256Hex(pdf);
    known.set(applicant, hash);
    return hash;
  };
}

describe('requests of the same second (INV-6)', () => {
  test.each(['a', 'b', 'c'])(
    '200 at once, answers overtaking and mixed up, bring nobody a foreign paper: seed %s',
    async (seed) => {
      const random = randomFor(`koseki/mixed-up/${seed}`);
      const gateway = gatewayTo(standIn.origin, { budgetMs: 25_000 });
      const hashOf = ownHashes(() => ({}));
      const before = standIn.counts();
      const asked = Array.from({ length: 200 }, () => {
        const applicant = random.pick(applicants);
        const fault = random.pick(MIXED_UP);
        const request = requestOf(applicant, { deadlineAt: instantOf(Date.now() + 25_000) });
        standIn.plan({ requestId: request.requestId, ...(fault === 'none' ? {} : { fault }) });
        return { applicant, fault, request };
      });

      const answers = await Promise.all(
        asked.map(async (one) => ({ ...one, fetched: await gateway.fetchCertificate(one.request) })),
      );

      for (const { applicant, fault, fetched } of answers) {
        if (fault === 'none') expect(fetched.ok).toBe(true);
        // Swapped bytes of one register are its own: 全部事項 reads the same for everyone in it.
        else if (fault !== 'swapped-body') expect(fetched.ok).toBe(false);
        if (!fetched.ok) expect(fetched.error.kind).toMatch(/^(echo|text)-mismatch$/);
        if (!fetched.ok) continue;
        expect(fetched.value.sha256).toBe(hashOf(applicant));
        expect(sha256Hex(fetched.value.pdf)).toBe(fetched.value.sha256);
      }
      const counts = standIn.counts();
      expect(counts.connections - before.connections).toBe(200);
      expect(counts.questions - before.questions).toBe(200);
      await expect.poll(() => standIn.counts().open).toBe(0);
    },
  );

  test('1,000 with one and the same millisecond on the clock stay apart (INV-3)', async () => {
    const fast = await startStandIn(offices);
    const random = randomFor('koseki/same-millisecond');
    // A few people again and again: the worst case for anything that is kept by person or time.
    const few = random.shuffle(applicants).slice(0, 8);
    const gateway = gatewayTo(fast.origin, { budgetMs: 25_000 }, () => SAME_MILLISECOND);
    const hashOf = ownHashes(individual);
    const ids = new Set<string>();

    for (let done = 0; done < 1_000; done += 100) {
      const round = Array.from({ length: 100 }, () => random.pick(few));
      const answers = await Promise.all(
        round.map((applicant) => {
          const requestId = KosekiRequestId.parse(uuidV7(SAME_MILLISECOND, randomBytes(10)));
          ids.add(requestId);
          const deadlineAt = instantOf(SAME_MILLISECOND + 25_000);
          return gateway.fetchCertificate(
            requestOf(applicant, { ...individual(applicant), requestId, deadlineAt }),
          );
        }),
      );
      for (const [index, applicant] of round.entries()) {
        const answer = answers[index];
        expect(answer?.ok === true && answer.value.sha256).toBe(hashOf(applicant));
      }
    }

    expect(ids.size).toBe(1_000);
    expect(fast.counts()).toMatchObject({ connections: 1_000, questions: 1_000 });
    await fast.close();
  });
});
