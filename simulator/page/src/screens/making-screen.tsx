import { Frame } from '../frame.tsx';
import { DocumentPicture } from '../pictures.tsx';

export function MakingScreen() {
  return (
    <Frame title="証明書を作成しています" lead="そのままお待ちください。10秒ほどかかることがあります。">
      <div className="center panel" aria-busy="true">
        <DocumentPicture />
        <p className="dots" aria-hidden="true">
          <span />
          <span />
          <span />
        </p>
      </div>
    </Frame>
  );
}
