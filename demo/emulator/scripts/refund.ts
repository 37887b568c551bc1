import type { Answer } from '../definition.js';
import { ask, call } from '../script.js';
import { say } from './pace.js';

/** Money goes back only after a person said yes. */
export const refund: readonly Answer[] = [
  {
    when: '\\b(refund|money back|return my)\\b',
    script: [
      say('Let me look at your order.'),
      call({
        tool: 'find_order',
        args: { customer: 'current', latest: true },
        result: { order: '10482', item: 'Trail stove', paid: '59.00 EUR', delivered: '2 days ago' },
        takes: 700,
      }),
      say(
        'Order 10482, a trail stove, arrived two days ago, so it can be returned. I need your consent for the refund.',
      ),
      ask({
        tool: 'refund_order',
        title: 'Refund 59 EUR',
        description: 'Pay back order 10482 (Trail stove) to the card ending in 4242.',
        args: { order: '10482', amount: 59, to: 'card ending in 4242' },
        risk: 'medium',
        editable: true,
        schema: {
          type: 'object',
          properties: {
            order: { type: 'string', title: 'Order', enum: ['10482'] },
            amount: {
              type: 'number',
              title: 'Amount',
              description: 'In euros, at most what was paid: 59',
              minimum: 1,
              maximum: 59,
            },
            to: { type: 'string', enum: ['card ending in 4242', 'shop credit'] },
          },
        },
        expiresInMs: 10 * 60_000,
        result: { refund: 'R-2210', status: 'issued' },
        onApprove: [
          say(
            'Done: **{{args.amount}} EUR** is on its way to your {{args.to}} as refund R-2210. ' +
              'It usually shows within three days. Keep the stove until our label arrives by mail.',
          ),
        ],
        onInvalid: [
          say(
            'The shop refused that: no more than was paid, **59 EUR**, can go back, to your card or as shop credit. ' +
              'So nothing was refunded, and you can ask again.',
          ),
        ],
        onReject: [
          say('Understood, nothing was refunded and the order stays as it is. You can ask again within 28 days.'),
        ],
        onExpire: [say('The request ran out before it was decided, so nothing was refunded. Just ask again.')],
      }),
    ],
  },
];
