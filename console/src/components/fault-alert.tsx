import type { ApiFault } from '../api.ts';
import { Alert } from './alert.tsx';

type FaultAlertProps = { readonly fault: ApiFault; readonly onRetry?: () => void };

/** Says what went wrong with a call, and offers to try again. */
export function FaultAlert({ fault, onRetry }: FaultAlertProps) {
  return (
    <Alert>
      <p>
        {messageOf(fault)}
        {fault.kind === 'refused' && <span className="whole minor">（{fault.problem.code}）</span>}
      </p>
      {onRetry !== undefined && (
        <button type="button" className="button" onClick={onRetry}>
          もう一度読み込む
        </button>
      )}
    </Alert>
  );
}

function messageOf(fault: ApiFault): string {
  switch (fault.kind) {
    case 'refused':
      return fault.problem.message;
    case 'failed':
      return 'サーバーから応答がありませんでした。';
    case 'expired':
      return 'サインインの有効時間が過ぎました。';
  }
}
