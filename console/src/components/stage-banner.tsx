import type { SessionView } from '../../../functions/operators/contract.ts';

/** Tells made-up data from a city's. */
export function StageBanner({ stage }: { readonly stage: SessionView['stage'] }) {
  if (stage !== 'local') return null;
  return (
    <aside className="stage-banner" aria-label="環境">
      ローカル環境（見本のデータ）
    </aside>
  );
}
