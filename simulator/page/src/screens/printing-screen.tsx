import { Frame } from '../frame.tsx';
import { SheetPicture } from '../pictures.tsx';
import type { Ending } from '../step.ts';

export function PrintingScreen({ ending }: { readonly ending: Ending }) {
  if (ending === 'cancelled')
    return (
      <Frame title="取り消しています" lead="そのままお待ちください。">
        <div className="center panel" aria-busy="true" />
      </Frame>
    );
  return (
    <Frame title="印刷しています" lead="証明書が出てくるまで、そのままお待ちください。">
      <div className="center panel" aria-busy="true">
        <SheetPicture state="printing" />
      </div>
    </Frame>
  );
}
