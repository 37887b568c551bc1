import type { Answer } from '../definition.js';
import { call, deny, drop, expireToken, fail } from '../script.js';
import { say } from './pace.js';

/** What goes wrong in real life, on request. */
export const badDays: readonly Answer[] = [
  {
    when: '\\b(fail(ing)? tool|tool (that )?fails|track|parcel)\\b',
    script: [
      say('I am asking the carrier.'),
      call({
        tool: 'track_parcel',
        args: { parcel: 'JD014600', carrier: 'Northline' },
        fails: 'The carrier did not answer within 10 seconds.',
        takes: 900,
      }),
      say(
        'The carrier does not answer right now, so I cannot say where your parcel is. It left our store yesterday at ' +
          '16:40; usually it takes two days. Ask me again in a while.',
      ),
    ],
  },
  {
    when: '\\b(drop(ped)?|disconnect|lost connection|bad connection)\\b',
    script: [
      say('In the middle of this sentence the connection is going to '),
      drop(),
      say(
        'break, and you should not have noticed much. Every word is here once: the widget came back, said what it had ' +
          'heard last, and the platform went on from there.',
      ),
    ],
  },
  {
    when: '\\b(expired?|token)\\b',
    before: [expireToken()],
    script: [
      say('Your pass had expired when you asked, so the page fetched a new one. '),
      expireToken(),
      drop(),
      say('Just now it happened again, with the connection gone as well. Neither was worth bothering you with.'),
    ],
  },
  {
    when: '\\b(rate limit|too many|busy)\\b',
    before: [
      deny(429, {
        on: 'runs',
        code: 'MANAGED_AGENT_RATE_LIMITED',
        message: 'Too many requests. Try again in five seconds.',
        retryAfter: 5,
      }),
    ],
    script: [say('Thank you for waiting. It was busy for a moment, and your message kept its place.')],
  },
  {
    when: '\\b(fail|crash|error)\\b',
    script: [
      say('I will add up the totals of last year'),
      fail('The ledger could not be opened.', 'LEDGER_UNAVAILABLE'),
    ],
  },
];
