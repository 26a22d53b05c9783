import { useCallback, useEffect, useRef, useState } from 'react';
import type { EvidenceView, ScenarioProgress } from '../../../kiosk/scenario-contract.ts';
import type { ScenarioApi } from './api.ts';

const EVERY_MS = 400;

export type Shown = {
  readonly number: number;
  readonly evidence: readonly EvidenceView[];
  readonly end: ScenarioProgress['end'];
};

/** What plays at the server or was played last; begun here or in another window. */
export function usePlay(api: ScenarioApi) {
  const [shown, setShown] = useState<Shown>();
  const [trouble, setTrouble] = useState<string>();
  /** Which play the evidence is of. */
  const seen = useRef({ play: 0, count: 0 });

  const look = useCallback(async (): Promise<void> => {
    const asked = seen.current;
    const answer = await api.progress(asked.count);
    // What another look has brought meanwhile is not brought twice.
    if (asked !== seen.current) return;
    if (!answer.ok) return setTrouble(answer.error.message);
    const { play, number, evidence, end } = answer.value;
    if (number === null) return;
    if (play !== seen.current.play && seen.current.count > 0) {
      // Another one has begun: its own evidence is asked for from the first on.
      seen.current = { play, count: 0 };
      return;
    }
    const before = asked.play === play ? asked.count : 0;
    seen.current = { play, count: before + evidence.length };
    setShown((last) => {
      const isSame = last?.number === number && before > 0;
      if (isSame && evidence.length === 0 && (end === null) === (last.end === null)) return last;
      return { number, evidence: isSame ? [...last.evidence, ...evidence] : evidence, end };
    });
  }, [api]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isGone = false;
    const again = async (): Promise<void> => {
      await look();
      if (!isGone) timer = setTimeout(again, EVERY_MS);
    };
    void again();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [look]);

  const play = async (number: number): Promise<void> => {
    setTrouble(undefined);
    const begun = await api.play(number);
    if (!begun.ok) return setTrouble(begun.error.message);
    seen.current = { play: seen.current.play + 1, count: 0 };
    setShown({ number, evidence: [], end: null });
  };

  return { shown, trouble, play };
}
