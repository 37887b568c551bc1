import { expect } from '@open-wc/testing';
import type { ConversationState, Turn } from '../../src/core/index.js';
import { createNormalizer } from '../../src/core/normalize.js';
import { readWire } from '../../src/core/read-wire.js';
import { createState, reduce } from '../../src/core/reduce.js';
import { openPanel, painted } from './views/open-panel.js';

/** A running answer that holds what came of these, and goes on. */
const told = (...payloads: string[]): ConversationState => {
  const turn: Turn = {
    id: 't',
    question: 'Well?',
    askedAt: 0,
    requestId: '',
    runId: 'r',
    status: 'running',
    parts: [],
  };
  const normalize = createNormalizer();
  return [...payloads, '{"type":"TEXT_MESSAGE_CONTENT","messageId":"the last","delta":"The answer goes on."}'].reduce(
    (state, data) =>
      reduce(state, { type: 'agent', turnId: 't', events: normalize(readWire({ event: 'message', data })), at: 0 }),
    reduce(createState('c'), { type: 'asked', turn }),
  );
};

const nested = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;
const objects = nested('{"a":', '}');
const lists = nested('[', ']');
const text = JSON.stringify(objects);

const payloads: Record<string, string> = {
  'arguments and a result nested 10,000 deep': `{"type":"tool_call","toolName":"x","args":${objects},"result":${lists}}`,
  'arguments as text nested 10,000 deep': `{"type":"tool_call","toolName":"x","args":${text},"result":${text}}`,
  'an approval nested 10,000 deep': `{"type":"INTERRUPTION","approvalId":"a","reason":"x","args":${objects}}`,
  'an activity nested 10,000 deep': `{"type":"ACTIVITY_SNAPSHOT","messageId":"a","activityType":"x","content":${objects}}`,
  ...Object.fromEntries(
    [
      'data-table',
      'source-list',
      'progress-tracker',
      'markdown',
      'code-block',
      'prompt-form',
      'chart',
      'unheard-of',
    ].flatMap((kind) => [
      [
        `a ${kind} nested 10,000 deep`,
        `{"type":"UI_BLOCK","block":{"kind":"${kind}","rows":${lists},"data":${objects}}}`,
      ],
      [
        `a ${kind} of the wrong types`,
        `{"type":"UI_BLOCK","block":{"kind":"${kind}","title":{},"rows":{"length":5},"columns":[null,1,{}],"items":[[],null],"fields":[null,{"type":7}],"content":[1],"code":{},"steps":7,"total":"x"}}`,
      ],
      [
        `a ${kind} of prototypes`,
        `{"type":"UI_BLOCK","block":{"kind":"${kind}","id":"__proto__","__proto__":{"title":"x"},"rows":[{"__proto__":{"a":1},"constructor":1}],"columns":["__proto__","constructor"]}}`,
      ],
    ]),
  ),
  'ids of prototypes':
    '{"type":"TEXT_MESSAGE_CONTENT","messageId":"__proto__","delta":"x","subagentRunId":"constructor"}',
  'half a character': '{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"\\ud83d"}',
};

describe('the panel', () => {
  for (const [title, payload] of Object.entries(payloads))
    it(`goes on behind ${title}`, async () => {
      const panel = await openPanel(told(payload));
      // Blocks are drawn by code that is loaded when they come.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await panel.updateComplete;
      // What is folded is drawn when it is opened.
      for (const details of panel.shadowRoot!.querySelectorAll('details')) details.open = true;
      await painted();
      expect(panel.shadowRoot!.textContent).to.contain('The answer goes on.');
      expect(({} as { a?: number }).a).to.equal(undefined);
    });
});
