import type { ConversationState, Turn } from '../../src/core/index.js';

const answers: readonly ((index: number) => string)[] = [
  (index) => `Answer ${index} is settled: **the blue tent** is in stock again, and ships _today_.`,
  (index) =>
    `Here is what I found for ${index}:\n\n- the invoice of **March**\n- a delivery note\n- two photos of the bent pole\n\nShall I send them?`,
  (index) =>
    `## Order ${index}\n\nIt left the warehouse on Monday.\n\n| Item | Price |\n|---|---:|\n| Tent | 120 |\n| Mat | 30 |`,
  () =>
    'To see the total:\n\n```js\nconst total = items.reduce((sum, { price }) => sum + price, 0);\n```\n\nThat is all.',
];

const turn = (index: number): Turn => ({
  id: `turn-${index}`,
  question: `Question ${index}? Where is my order, please?`,
  askedAt: 0,
  endedAt: 1,
  requestId: `request-${index}`,
  status: 'finished',
  parts: [{ kind: 'text', id: 'text', text: answers[(index - 1) % answers.length]!(index), done: true }],
});

/** A conversation of so many messages, half of them questions. */
export const longConversation = (messages: number): ConversationState => ({
  conversationId: '0c9a41d4-6d5f-4c53-a0a2-5a6a8f9a8c11',
  turns: Array.from({ length: messages / 2 }, (_, index) => turn(index + 1)),
  draft: '',
  shared: undefined,
  restoring: false,
});
