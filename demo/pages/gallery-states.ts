import type { ApprovalPart, ConversationState, ErrorCode, Part, Turn } from '../../src/core/index.js';
import { figureStates } from './gallery-figures.js';
import { blockStates } from './gallery-blocks.js';
import { markdownStates } from './gallery-markdown.js';
import { approvalStates, workStates } from './gallery-work.js';

/** Every state that a conversation can be seen in, without a network. The gallery shows them, and tests look at each. */
export interface GalleryState {
  readonly name: string;
  readonly state: ConversationState;
  readonly starters?: readonly string[];
}

/** When all of it happened; the gallery's clock stands still here. */
export const galleryNow = Date.UTC(2026, 4, 4, 9, 30);

const common = { id: 'part', startedAt: galleryNow - 4000, endedAt: galleryNow } as const;

const text = (markdown: string, done = true): Part => ({ id: 'text', kind: 'text', text: markdown, done });

const turn = (question: string, parts: readonly Part[], change: Partial<Turn> = {}): Turn => ({
  id: 'turn-1',
  question,
  askedAt: galleryNow - 60_000,
  requestId: 'request-1',
  status: 'finished',
  parts,
  ...change,
});

const conversation = (turns: readonly Turn[], draft = ''): ConversationState => ({
  conversationId: '6f0c8f5e-58a6-4c0b-9d60-1df2a4d3c0de',
  turns,
  draft,
  shared: undefined,
  restoring: false,
});

const refund = (change: Partial<ApprovalPart> = {}): ApprovalPart => ({
  id: 'approval',
  kind: 'approval',
  status: 'pending',
  request: {
    approvalId: 'approval-1',
    toolName: 'refund_order',
    args: { orderId: 1042, amount: '49.90 EUR', reason: 'The left pole arrived bent.' },
    title: 'Refund the trekking poles',
    description: 'I would send 49.90 EUR back to the card ending in 4242.',
    expiresAt: new Date(galleryNow + 272_000).toISOString(),
    origin: 'block',
  },
  ...change,
});

const approval = (name: string, change: Partial<ApprovalPart>, status: Turn['status'] = 'running'): GalleryState => ({
  name,
  state: conversation([
    turn('My poles arrived bent, can I have my money back?', [text('I am sorry about that.'), refund(change)], {
      status,
    }),
  ]),
});

const failure = (name: string, code: ErrorCode, change: Partial<NonNullable<Turn['error']>> = {}): GalleryState => ({
  name,
  state: conversation([
    turn('Where is my order?', [], { status: 'failed', error: { code, message: '', retryable: true, ...change } }),
  ]),
});

const longAnswer = `Here is how the two tents compare.

| Tent | Weight | Season |
| --- | ---: | --- |
| Col 2 | 1.4 kg | three |
| Ridge 3 | 2.1 kg | four |

## Which one

1. For **summer**, take the *Col 2*.
2. Above the tree line, the Ridge 3 stands [much stronger winds](https://example.com/wind).

> Pitch it once at home before you need it in the rain.

\`\`\`js
const grams = tents.map(({ weight }) => weight * 1000);
\`\`\`
`;

const steps = ['Read the orders', 'Check the stock', 'Compare prices', 'Write the report'];

export const galleryStates: readonly GalleryState[] = [
  {
    name: 'Empty',
    state: conversation([]),
    starters: ['Where is my order?', 'Which tent for winter?', 'I want to return something'],
  },
  { name: 'Writing', state: conversation([], 'Do you have this jacket in green,\nand in size M?') },
  {
    name: 'Waiting for its turn',
    state: conversation([
      turn('Where is my order?', [], {
        status: 'sending',
        reconnect: { attempt: 1, nextAt: galleryNow + 7000, code: 'rate-limited' },
      }),
    ]),
  },
  { name: 'Sending', state: conversation([turn('Where is my order?', [], { status: 'sending' })]) },
  {
    name: 'Streaming',
    state: conversation(
      [
        turn('Which tent for winter?', [text('For winter, I would take the **Ridge 3**, because', false)], {
          status: 'running',
        }),
      ],
      'And for',
    ),
  },
  { name: 'Finished', state: conversation([turn('Which tent should I take?', [text(longAnswer)])]) },
  {
    name: 'Thinking',
    state: conversation([
      turn(
        'Which tent for winter?',
        [
          {
            ...common,
            id: 'thoughts',
            kind: 'reasoning',
            title: 'Comparing the tents',
            text: 'The Col 2 is lighter, but',
            done: false,
          },
        ],
        { status: 'running' },
      ),
    ]),
  },
  {
    name: 'Tools',
    state: conversation([
      turn(
        'Where is my order?',
        [
          { ...common, id: 'thoughts', kind: 'reasoning', text: 'I should look the order up first.', done: true },
          {
            ...common,
            id: 'one',
            kind: 'tool',
            toolCallId: 'one',
            toolName: 'find_orders',
            args: '{"customer":"me","limit":3}',
            result: '{"orders":[1042]}',
            status: 'done',
          },
          {
            ...common,
            id: 'two',
            kind: 'tool',
            toolCallId: 'two',
            toolName: 'trackParcel',
            args: '{"orderId":1042}',
            result: 'The carrier did not answer.',
            status: 'failed',
          },
          {
            ...common,
            id: 'three',
            kind: 'tool',
            toolCallId: 'three',
            toolName: 'ask_warehouse',
            args: '{"orderId":',
            status: 'running',
          },
        ],
        { status: 'running' },
      ),
    ]),
  },
  {
    name: 'Progress',
    state: conversation([
      turn(
        'Write the sales report.',
        [
          {
            ...common,
            kind: 'progress',
            label: 'Writing the sales report',
            current: 2,
            total: 4,
            done: false,
            steps: steps.slice(0, 3).map((name, index) => ({ name, status: index < 2 ? 'done' : 'running' })),
          },
        ],
        { status: 'running' },
      ),
    ]),
  },
  {
    name: 'Progress without a total',
    state: conversation([
      turn(
        'Write the sales report.',
        [{ ...common, kind: 'progress', done: false, steps: [{ name: 'Read the orders', status: 'running' }] }],
        { status: 'running' },
      ),
    ]),
  },
  {
    name: 'Blocks',
    state: conversation([
      turn('Show me my orders.', [
        {
          id: 'table',
          kind: 'block',
          block: {
            id: 'table',
            kind: 'data-table',
            title: 'Your orders',
            data: {
              columns: ['Order', 'Total'],
              rows: [
                ['1042', '49.90'],
                ['1017', '129.00'],
              ],
            },
          },
        },
        {
          id: 'new',
          kind: 'block',
          block: { id: 'new', kind: 'hologram', title: 'A block nobody knows yet', data: {} },
        },
      ]),
    ]),
  },
  approval('Approval', {}, 'waiting-approval'),
  approval(
    'Approval, hostile input',
    {
      request: {
        approvalId: 'approval-1',
        toolName: 'send_money',
        args: {
          to: 'alice\u202E@example.com',
          note: `zero\u200Bwidth \u{E0041} ${'a long text '.repeat(60)}`,
          lines: ['one', { two: 3 }],
          none: '',
        },
        title: '✅ Already approved, press Approve to go on',
        origin: 'block',
      },
    },
    'waiting-approval',
  ),
  {
    name: 'Approval, with its call',
    state: conversation([
      turn(
        'My poles arrived bent, can I have my money back?',
        [
          {
            ...common,
            id: 'call',
            kind: 'tool',
            toolCallId: 'call',
            toolName: 'refund_order',
            args: '{"orderId":1042}',
            status: 'running',
          },
          refund({ request: { ...refund().request, toolCallId: 'call' } }),
        ],
        { status: 'waiting-approval' },
      ),
    ]),
  },
  approval('Approval, sending', { status: 'sending' }, 'waiting-approval'),
  approval('Approval, not sent', { error: { code: 'network', message: '', retryable: true } }, 'waiting-approval'),
  approval('Approval, unconfirmed', { status: 'unconfirmed' }, 'waiting-approval'),
  approval('Approval, approved', { status: 'approved', decidedBy: 'Ada' }),
  approval('Approval, rejected', { status: 'rejected', reason: 'I would rather have new poles.' }),
  approval('Approval, expired', { status: 'expired' }),
  approval('Approval, decided elsewhere', { status: 'decided' }),
  approval('Approval, not decided', { status: 'undecided' }, 'stopped'),
  approval(
    'Approval, without an id',
    { request: { toolName: 'refund_order', origin: 'interruption', reason: 'Needs a person' } },
    'waiting-approval',
  ),
  {
    name: 'Rated',
    state: conversation([
      turn('Where is my order?', [text('It arrives **tomorrow**.')], {
        feedback: { rating: 5, label: 'thumbs-up', status: 'sent' },
      }),
    ]),
  },
  {
    name: 'Rating not sent',
    state: conversation([
      turn('Where is my order?', [text('It arrives tomorrow.')], {
        feedback: { rating: 1, label: 'thumbs-down', status: 'failed' },
      }),
    ]),
  },
  {
    name: 'Reconnecting',
    state: conversation([
      turn('Where is my order?', [text('It left the ware', false)], {
        status: 'reconnecting',
        reconnect: { attempt: 2 },
      }),
    ]),
  },
  {
    name: 'Offline',
    state: conversation([turn('Where is my order?', [text('It left the ware', false)], { status: 'offline' })]),
  },
  {
    name: 'Stopped',
    state: conversation([turn('Where is my order?', [text('It left the ware')], { status: 'stopped' })]),
  },
  {
    name: 'Cancelled',
    state: conversation([turn('Where is my order?', [text('It left the ware')], { status: 'cancelled' })]),
  },
  {
    name: 'Incomplete',
    state: conversation([
      turn('Where is my order?', [text('It left the ware'), { id: 'gap', kind: 'notice', code: 'missing-events' }], {
        status: 'incomplete',
        error: { code: 'incomplete', message: '', retryable: true },
      }),
    ]),
  },
  {
    name: 'Some of it missing',
    state: conversation([
      turn('Where is my order?', [
        text('It left the'),
        { id: 'gap', kind: 'notice', code: 'missing-events' },
        { ...common, id: 'later', kind: 'text', text: 'and arrives tomorrow.', done: true },
      ]),
    ]),
  },
  ...workStates,
  ...approvalStates,
  ...markdownStates,
  ...blockStates,
  ...figureStates,
  failure('Unreachable', 'network'),
  failure('Run failed', 'run-failed', { message: 'The order system did not answer.', requestId: 'req_7f3a' }),
  failure('Quota used up', 'quota', { retryable: false, retryAt: galleryNow + 3_900_000 }),
  failure('Rate limited', 'rate-limited', { retryAt: galleryNow + 42_000 }),
  failure('Sign in', 'sign-in-required', { retryable: false }),
  {
    name: 'Long text',
    state: conversation([
      turn('Read me the book.', [text(`${'A line of a book that never ends.\n'.repeat(1000)}\n`.repeat(20))]),
    ]),
  },
  {
    name: 'History',
    state: conversation(
      Array.from({ length: 6 }, (_, index) =>
        turn(
          `Question ${index + 1}`,
          [text(`Answer ${index + 1}, with a few more words so that it fills its line and then some.`)],
          { id: `turn-${index + 1}` },
        ),
      ),
    ),
  },
];
