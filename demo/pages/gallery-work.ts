import type { ApprovalPart, ConversationState, Part, ToolPart, Turn } from '../../src/core/index.js';
import type { GalleryState } from './gallery-states.js';

/** An agent at work, in every state that its steps, its tools and its requests for approval can be seen in. */

const now = Date.UTC(2026, 4, 4, 9, 30);

const conversation = (
  question: string,
  parts: readonly Part[],
  status: Turn['status'] = 'running',
): ConversationState => ({
  conversationId: '0d2f5a1e-11c7-4be6-8f38-8a2b7b7a0d10',
  turns: [{ id: 'turn-1', question, askedAt: now - 60_000, requestId: 'request-1', status, parts }],
  draft: '',
  shared: undefined,
  restoring: false,
});

let calls = 0;

const tool = (toolName: string, change: Partial<ToolPart> = {}): ToolPart => {
  const toolCallId = `work-${++calls}`;
  return {
    id: `tool:${toolCallId}`,
    kind: 'tool',
    toolCallId,
    toolName,
    args: '{"customer":"me","limit":3}',
    result: '{"orders":[1042]}',
    status: 'done',
    startedAt: now - 42_000,
    endedAt: now - 38_000,
    ...change,
  };
};

/** A call that has not come to its end; `defined` where it stands. */
const open = (toolName: string, status: 'streaming' | 'running' | 'unanswered', change: Partial<ToolPart> = {}) => {
  const { result: _result, endedAt: _endedAt, ...part } = tool(toolName, { startedAt: now - 4000, ...change });
  return { ...part, status };
};

const thought = (id: string, done = true): Part => ({
  id,
  kind: 'reasoning',
  text: 'The left pole arrived bent, so the warehouse has to say whether there is another pair before I offer one.',
  done,
  startedAt: now - 12_000,
  ...(done && { endedAt: now }),
});

const steps = ['Collecting orders', 'Reading returns', 'Reading invoices'];

const progress = (change: Partial<Extract<Part, { kind: 'progress' }>> = {}): Part => ({
  id: 'progress',
  kind: 'progress',
  label: 'Writing the sales report',
  current: 2,
  total: 10,
  done: false,
  startedAt: now - 42_000,
  steps: steps.map((name, index) => ({ name, status: index < 2 ? 'done' : 'running' })),
  ...change,
});

const row = [
  thought('thought-1'),
  tool('find_orders'),
  tool('read_invoice', { args: '{"invoice":"2026-118"}', result: '{"total":"49.90 EUR"}' }),
  tool('trackParcel', { result: '{"error":"The carrier did not answer."}', status: 'failed' }),
  tool('compare_prices', { endedAt: now - 41_500 }),
];

const work = (name: string, parts: readonly Part[], status?: Turn['status']): GalleryState => ({
  name,
  state: conversation('Where is my order, and what did it cost?', parts, status),
});

export const workStates: readonly GalleryState[] = [
  work('Tool, arguments arriving', [
    open('send_email', 'streaming', { args: '{"to":"ada@example.com","copies":2,"text":"Dear Ada,\\nyour order' }),
  ]),
  work('Tool, running', [open('read_invoices', 'running')]),
  work('Tool, done', [tool('find_orders'), tool('read_invoice', { endedAt: now - 41_800 })], 'finished'),
  work(
    'Tool, a result with much in it',
    [
      tool('find_orders', {
        args: '{"customer":{"id":7,"name":"Ada"},"limit":3}',
        result: JSON.stringify({
          orders: [
            { id: 1042, lines: [{ item: 'Trekking poles', price: { amount: 49.9, currency: 'EUR' } }], sent: true },
            { id: 1017, lines: [], sent: false },
          ],
        }),
      }),
    ],
    'finished',
  ),
  work(
    'Tool, failed',
    [tool('trackParcel', { result: '{"error":"The carrier did not answer."}', status: 'failed' })],
    'finished',
  ),
  work('Tool, no result', [open('ask_warehouse', 'unanswered')], 'stopped'),
  work('Steps in a row', row, 'finished'),
  work('Steps in a row, at work', [...row, open('read_invoices', 'running')]),
  work('Steps of helpers', [
    {
      ...thought('thought-2', false),
      title: 'Comparing tents',
      subagentRunId: 'a',
      subagentName: 'Researcher',
    } as Part,
    {
      id: 'text:a',
      kind: 'text',
      text: 'The Ridge 3 is the stronger one.',
      done: true,
      subagentRunId: 'a',
      subagentName: 'Researcher',
    },
    { ...open('read_reviews', 'running'), subagentRunId: 'b', subagentName: 'Critic' },
  ]),
  work('Thought for long', [{ ...thought('thought-3'), startedAt: now - 754_000 } as Part], 'finished'),
  work('Long work', [progress()]),
  work('Long work, in percent', [progress({ label: 'Importing', current: 40, total: 100, steps: [] })]),
  work('Long work, finished', [progress({ current: 10, done: true })], 'finished'),
];

const argsSchema = {
  type: 'object',
  properties: {
    orderId: { type: 'integer', title: 'Order', minimum: 1 },
    amount: { type: 'number', title: 'Amount', description: 'In euros, at most what was paid', maximum: 49.9 },
    method: { type: 'string', enum: ['card', 'voucher'] },
    notify: { type: 'boolean', title: 'Tell the customer' },
  },
};

const refund = (
  name: string,
  request: Partial<ApprovalPart['request']>,
  change: Partial<ApprovalPart> = {},
  status: Turn['status'] = 'waiting-approval',
): GalleryState => ({
  name,
  state: conversation(
    'My poles arrived bent, can I have my money back?',
    [
      {
        id: 'approval',
        kind: 'approval',
        status: 'pending',
        request: {
          approvalId: 'approval-1',
          toolName: 'refund_order',
          args: {
            orderId: 1042,
            amount: 49.9,
            method: 'card',
            notify: true,
            reason: 'The left pole arrived bent.',
            lines: [{ item: 'Trekking poles' }],
          },
          argsSchema,
          risk: 'high',
          title: 'Refund the trekking poles',
          origin: 'interrupt',
          ...request,
        },
        ...change,
      },
    ],
    status,
  ),
});

const edited = {
  orderId: 1042,
  amount: 20,
  method: 'voucher',
  notify: true,
  reason: 'The left pole arrived bent.',
  lines: [{ item: 'Trekking poles' }],
};

const decidedAt = new Date(now).toISOString();

export const approvalStates: readonly GalleryState[] = [
  refund('Approval, explained by a schema', {}),
  refund('Approval, low risk', { risk: 'low' }),
  refund('Approval, a risk of its own', { risk: 'Irreversible' }),
  refund('Approval, may be changed', { argsEditable: true }),
  refund('Approval, changed and sending', { argsEditable: true }, { status: 'sending', editedArgs: edited }),
  refund(
    'Approval, changed and approved',
    { argsEditable: true },
    { status: 'approved', editedArgs: edited, decidedBy: 'Ada', decidedAt },
    'running',
  ),
  refund(
    'Approval, rejected elsewhere',
    {},
    { status: 'rejected', decidedBy: 'Maria', decidedAt, reason: 'Too much' },
    'running',
  ),
];
