import { Frame, useKiosk } from '../frame.tsx';
import { NoticePicture, SheetPicture } from '../pictures.tsx';
import type { Ending, Step } from '../step.ts';
import { STATE_WORDS } from '../words.ts';

const WORDS: Readonly<Record<Ending, { title: string; lead: string }>> = {
  printed: {
    title: '証明書とカードをお取りください',
    lead: 'お取り忘れのないようにご注意ください。ご利用ありがとうございました。',
  },
  cancelled: { title: '取り消しました', lead: '手数料はいただいていません。カードをお取りください。' },
  forgotten: {
    title: '証明書を回収しました',
    lead: '一定の時間お取りにならなかったため、お申し込みを取り消しました。',
  },
  jammed: {
    title: '印刷できませんでした',
    lead: '紙がつまりました。お支払いの手数料は店員がお返しします。カードをお取りください。',
  },
  silent: {
    title: '証明書とカードをお取りください',
    lead: 'お取り忘れのないようにご注意ください。ご利用ありがとうございました。',
  },
};

export function FinishedScreen({ step }: { readonly step: Extract<Step, { at: 'finished' }> }) {
  const { act } = useKiosk();
  const { ending, requestId, recorded, problem } = step;
  return (
    <Frame {...WORDS[ending]} primary={{ label: '最初の画面へ', onPress: () => act({ do: 'start-over' }) }}>
      <div className="center panel">
        {ending === 'cancelled' || ending === 'forgotten' ? (
          <NoticePicture tone="refused" />
        ) : (
          <SheetPicture state={ending === 'jammed' ? 'jammed' : 'done'} />
        )}
        <div className="play-note" role="status">
          <strong>シミュレーター</strong>
          <dl className="record">
            <dt>要求の番号</dt>
            <dd>
              <code>{requestId}</code>
            </dd>
            <dt>記録された結果</dt>
            <dd data-testid="recorded">{recordedWords(ending, recorded, problem?.message)}</dd>
          </dl>
        </div>
      </div>
    </Frame>
  );
}

function recordedWords(
  ending: Ending,
  recorded: Extract<Step, { at: 'finished' }>['recorded'],
  problem: string | undefined,
): string {
  if (ending === 'silent') return '通知は届きませんでした。しばらくすると「結果不明」になります。';
  if (problem !== undefined) return `記録できませんでした。${problem}`;
  return recorded === undefined ? '知らせています…' : STATE_WORDS[recorded];
}
