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
        title: 'Refund 59.00 EUR',
        description: 'Pay back order 10482 (Trail stove) to the card ending in 4242.',
        args: { order: '10482', amount: '59.00', currency: 'EUR', to: 'card ending in 4242' },
        risk: 'medium',
        editable: true,
        schema: {
          type: 'object',
          properties: {
            order: { type: 'string', title: 'Order' },
            amount: { type: 'string', title: 'Amount', description: 'At most what was paid: 59.00' },
            currency: { type: 'string', enum: ['EUR', 'CHF', 'USD'] },
            to: { type: 'string', title: 'Paid back to' },
          },
        },
        expiresInMs: 10 * 60_000,
        result: { refund: 'R-2210', status: 'issued' },
        onApprove: [
          say(
            'Done: **{{args.amount}} {{args.currency}}** is on its way to your card as refund R-2210. ' +
              'Banks usually show it within three days. Keep the stove until our label arrives by mail.',
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
