import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';
import { COPY, says } from './papers.ts';

const PER_SECOND = 10;
const SECONDS = 20;

const load: Scenario = {
  number: 21,
  part: 'C',
  title: `毎秒 ${PER_SECOND} 件を続けて求め、すべての証明書がだれのものかを照合する（${SECONDS} 秒に短縮）`,
  source: 'INV-4',
  async play(stage) {
    const people = stage.people();
    const wishes = new Map<string, number>();
    for (const { municipality, card } of people)
      if (!wishes.has(municipality)) wishes.set(municipality, (await stage.wish(card, COPY)).feeJpy);
    const began = Date.now();
    const asked: Promise<{ readonly judged: 'own' | 'other' | 'refused'; readonly ms: number }>[] = [];
    for (let count = 0; count < PER_SECOND * SECONDS; count += 1) {
      const person = people[count % people.length];
      if (person === undefined) throw new Error('見本に交付できる人がいません。');
      // By the clock and not by the last answer: a slow one makes no other one wait.
      await pause(Math.max(0, began + (count * 1000) / PER_SECOND - Date.now()));
      const feeJpy = wishes.get(person.municipality) ?? 0;
      const sent = performance.now();
      asked.push(
        stage
          .wish(person.card, COPY, { feeJpy })
          .then((request) => stage.ask(request))
          .then((answer) => {
            const ms = performance.now() - sent;
            if (!answer.ok) return { judged: 'refused', ms };
            const isOwn = says(stage.textOf(answer.value.pdf), person);
            return { judged: isOwn ? 'own' : 'other', ms };
          }),
      );
    }
    const answers = await Promise.all(asked);
    const count = (wanted: string): number => answers.filter(({ judged }) => judged === wanted).length;
    const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0);
    stage.act(
      `${answers.length} 件を求めた。応答までの時間は、中央値 ${at(0.5)} ms、99 % が ${at(0.99)} ms 以内`,
    );
    stage.expect(`本人の証明書 ${count('own')} 件、全件が交付された`, count('own') === answers.length);
    stage.expect(`ほかの人の証明書 ${count('other')} 件`, count('other') === 0);
    stage.elsewhere('長い時間の負荷（毎秒 25 件で 300 秒、全件の照合）', 'npm run bench -- issue');
  },
};

export const LOAD: readonly Scenario[] = [load];
