import type { LocalDate } from '../shared/time.ts';

/** What is not as it was sealed, and where. Ids only: whom an event is about is not said. */
export type Finding =
  | { readonly kind: EventFault; readonly day: LocalDate; readonly event: string }
  | { readonly kind: 'block-gap'; readonly day: LocalDate; readonly block: number; readonly expected: number }
  | { readonly kind: BlockFault; readonly day: LocalDate; readonly block: number }
  | { readonly kind: 'block-strange'; readonly day: LocalDate; readonly place: string };

/**
 * `event-unsealed`: written into the past, or nobody seals. `event-strange`: lies where no event of that time and id
 * belongs, or is none.
 */
type EventFault = 'event-changed' | 'event-deleted' | 'event-unsealed' | 'event-strange' | 'event-twice';

/** `block-missing`: anchored and gone. */
type BlockFault = 'block-changed' | 'block-missing' | 'chain-broken' | 'anchor-missing' | 'anchor-differs';
