import type { Problem } from '../../../../functions/issuance/contract.ts';
import { Frame, useKiosk } from '../frame.tsx';
import { NoticePicture } from '../pictures.tsx';

/** Message and code of the public refusal, and not a word more. */
export function RefusedScreen({ problem }: { readonly problem: Problem }) {
  const { act } = useKiosk();
  return (
    <Frame
      title="証明書をお渡しできません"
      primary={{ label: '最初の画面へ', onPress: () => act({ do: 'start-over' }) }}
    >
      <div className="center panel" role="alert">
        <NoticePicture tone="refused" />
        <Sentences text={problem.message} />
        <p className="refusal-code">
          番号 <code>{problem.code}</code>
        </p>
      </div>
    </Frame>
  );
}

export function LockedScreen() {
  const { act } = useKiosk();
  return (
    <Frame
      title="このカードは使えません"
      primary={{ label: '最初の画面へ', onPress: () => act({ do: 'start-over' }) }}
    >
      <div className="center panel" role="alert">
        <NoticePicture tone="locked" />
        <Sentences text="暗証番号を続けて3回まちがえたため、カードがロックされました。お住まいの市の窓口で、暗証番号の再設定をしてください。" />
        <p className="play-note">
          <strong>シミュレーター</strong>
          ロックは、シミュレーターを起動し直すと解けます。
        </p>
      </div>
    </Frame>
  );
}

/** One sentence per line: what happened, and what to do. */
function Sentences({ text }: { readonly text: string }) {
  return (
    <div className="refusal">
      {text.match(/[^。]+。?/g)?.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
