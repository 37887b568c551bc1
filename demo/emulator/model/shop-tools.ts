import { number, text } from '../json.js';
import type { ModelTool } from './tool.js';

const orders = [
  { order: '10482', item: 'Trail stove', paid: 59, currency: 'EUR', delivered: '2 days ago', card: '4242' },
  { order: '10461', item: 'Fjell 2 tent', paid: 349, currency: 'EUR', delivered: '40 days ago', card: '4242' },
] as const;

const stock: Readonly<Record<string, { inStock: number; price: number }>> = {
  'fjell 2': { inStock: 7, price: 349 },
  'ridge 3': { inStock: 2, price: 519 },
  solo: { inStock: 0, price: 279 },
  'trail stove': { inStock: 31, price: 59 },
  'harbour coffee': { inStock: 120, price: 14 },
};

const orderIn = (args: object) => {
  const id = text(args, 'order');
  const order = orders.find((candidate) => candidate.order === id);
  if (!order)
    throw new Error(`There is no order ${id ?? 'without a number'}. The orders are ${orderNumbers.join(', ')}.`);
  return order;
};

const orderNumbers = orders.map(({ order }) => order);

const findOrder: ModelTool = {
  name: 'find_order',
  description: 'Looks up the orders of the person in this conversation. Without a number, all of them.',
  parameters: { type: 'object', properties: { order: { type: 'string', title: 'Order' } } },
  use: (args) => (text(args, 'order') === undefined ? orders : orderIn(args)),
};

const checkStock: ModelTool = {
  name: 'check_stock',
  description: 'Tells how many of a product the shop has, and its price in EUR.',
  parameters: {
    type: 'object',
    properties: {
      product: { type: 'string', title: 'Product', description: `One of ${Object.keys(stock).join(', ')}` },
    },
    required: ['product'],
  },
  use: (args) => {
    const product = text(args, 'product') ?? '';
    const found = stock[product.toLowerCase()];
    if (!found) throw new Error(`The shop has no product of that name. It has ${Object.keys(stock).join(', ')}.`);
    return { product, ...found };
  },
};

const refundOrder: ModelTool = {
  name: 'refund_order',
  description: 'Pays an order back. The person is asked for permission by the page: do not ask them in words before.',
  parameters: {
    type: 'object',
    properties: {
      order: { type: 'string', title: 'Order', enum: orderNumbers },
      amount: { type: 'number', title: 'Amount', description: 'In EUR, at most what was paid', minimum: 1 },
      to: { type: 'string', title: 'Paid back to', enum: ['card', 'shop credit'] },
    },
    required: ['order', 'amount'],
  },
  approval: (args) => ({
    title: `Refund ${number(args, 'amount')} EUR`,
    description: `Pay back order ${text(args, 'order')} to your ${text(args, 'to') ?? 'card'}.`,
    risk: 'medium',
    editable: true,
  }),
  use: (args) => {
    const { order, paid } = orderIn(args);
    const amount = number(args, 'amount') ?? paid;
    if (amount > paid) throw new Error(`No more than was paid can go back: ${paid} EUR.`);
    return { refund: `R-${order}`, status: 'issued', amount, to: text(args, 'to') ?? 'card' };
  },
};

/** The tools of the demo's shop; one of them moves money, and so asks first. */
export const shopTools: readonly ModelTool[] = [findOrder, checkStock, refundOrder];

export const shopInstructions = [
  'You are the helper of a small shop for outdoor gear and coffee, in a chat widget on its page.',
  'Answer in the language of the person, briefly, in Markdown.',
  'Use the tools for orders, stock and refunds; never invent what they would tell you.',
  'Where a person rejects a tool, accept that and say what was not done.',
].join(' ');
