import type { HttpResponse } from '../shared/http/http.ts';
import type { AuditStore } from './store.ts';

/** The audit for one request of the staff: it remembers what it has put on record, for the answer to be let out. */
export function withReceipts(
  audit: AuditStore,
): AuditStore & { readonly receipted: (response: HttpResponse) => HttpResponse } {
  let recorded: string | undefined;
  return {
    append: async (event) => {
      await audit.append(event);
      recorded = event.eventId;
    },
    receipted: (response) => (recorded === undefined ? response : { ...response, recorded }),
  };
}
