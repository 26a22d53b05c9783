import { type Guard, guardsOf } from './guard.ts';

const CHAIN = 'test/unit/audit/chain.test.ts';

/** What makes a change of the audit show, and a read of a person go on record. */
export const AUDIT: readonly Guard[] = [
  ...guardsOf('functions/audit/verify-city.ts', CHAIN, [
    {
      name: 'the anchors are compared with the blocks',
      edits: [['hashes.size !== 1 || !hashes.has(block.hash)', 'hashes.size < 1']],
      title: 'cannot rewrite a block and all that follow: the anchors differ',
    },
    {
      name: 'an anchor without a block is a block that was taken away',
      edits: [
        [
          "for (const [index] of anchored) found({ kind: 'block-missing', day: sealingDay, block: index });",
          '',
        ],
      ],
      title: 'cannot cut the end off: the anchors are left over',
    },
    {
      name: 'each block names the hash of the one before',
      edits: [['block.previous !== expected.hash', 'block.previous.length !== expected.hash.length']],
      title: 'is found out by chain-broken',
    },
    {
      name: 'the hash of a block is worked out again',
      edits: [['blockHash(item.block) !== item.block.hash', "item.block.hash === ''"]],
      title: 'is found out by block-changed',
    },
  ]),
  ...guardsOf('functions/audit/day-book.ts', CHAIN, [
    {
      name: 'the digest of an event is worked out again',
      edits: [['sealed.digest !== digest', "sealed.digest === ''"]],
      title: 'is found out by event-changed',
    },
  ]),
  ...guardsOf('functions/audit/chain.ts', CHAIN, [
    {
      name: 'nothing is sealed that turns up long after its time',
      edits: [['span.from <= at && at <= span.through', 'at <= span.through']],
      title: 'holds no event of a time that it does not cover',
    },
  ]),
  ...guardsOf('functions/audit/chain-store.ts', CHAIN, [
    {
      name: 'a block follows one head only',
      edits: [
        [
          "ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : '#hash = :previous',",
          "ConditionExpression: 'attribute_exists(pk) OR attribute_not_exists(pk)',",
        ],
        [
          "Item: { ...blockKey(block), ...block },\n                  ConditionExpression: 'attribute_not_exists(pk)',",
          'Item: { ...blockKey(block), ...block },',
        ],
      ],
      title: 'of two sealers at once only one seals',
    },
  ]),
  ...guardsOf('functions/shared/http/staff-chain.ts', 'test/unit/http/staff-chain.test.ts', [
    {
      name: 'an answer that shows a person is on record before it leaves',
      edits: [['response.recorded === undefined)', 'response.recorded === null)']],
      title: 'lets no answer out that shows a person and is not on record',
    },
  ]),
  ...guardsOf('functions/issuance/prove-issuance.ts', 'test/unit/issuance/prove-issuance.test.ts', [
    {
      name: 'other bytes are excused by another program only',
      edits: [['redrawing.sameProgram || !isSame', '!isSame']],
      title: 'other bytes of the same program are a difference',
    },
    {
      name: 'what was drawn from is compared by its digest',
      edits: [['redrawing.sameProgram || !isSame', 'redrawing.sameProgram']],
      title: 'another program is held to contents, template, seal and fonts, and says so',
    },
    {
      name: 'a snapshot past its days is not opened',
      edits: [['snapshot === undefined || snapshot.expiresAt * 1000 <= now', 'snapshot === undefined']],
      title: 'past its 90 days, or with 個人番号, it is not drawn, and a file can still be compared',
    },
  ]),
];
