import type { ReactNode } from 'react';

/** A message that is read out at once. */
export function Alert({ children }: { readonly children: ReactNode }) {
  return (
    <div className="alert" role="alert">
      <span className="alert-mark" aria-hidden="true">
        !
      </span>
      <div>{children}</div>
    </div>
  );
}
