import type { Dialect } from '../../demo/emulator/dialects.js';
import {
  type Script,
  type Step,
  ask,
  block,
  call,
  custom,
  emit,
  fail,
  finish,
  garbage,
  patch,
  progress,
  say,
  state,
  step,
  think,
} from '../../demo/emulator/script.js';
import type { Random } from './random.js';

/** What is said and decided in a conversation, and how the platform spells it. Holds no fault: those come on top. */
export interface Story {
  /** The runtime API; the direct edge stream, whose runs the runtime API can stream again or only has stored; any AG-UI endpoint. */
  readonly way: 'runtime' | 'edge' | 'edge, stored only' | 'agent';
  readonly dialect: Dialect;
  readonly ids: 'seq' | 'opaque' | 'none';
  readonly shapes: 'current' | 'older';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly messages: readonly StoryMessage[];
}

export interface StoryMessage {
  readonly text: string;
  readonly script: Script;
  readonly rating?: 1 | 5;
  /** What stands in the composer once it was sent. */
  readonly draft?: string;
}

/** Texts whose cut anywhere must not show: several bytes a letter, surrogates, combining marks, line ends, things like fields. */
const phrases = [
  'The answer is forty-two.',
  'Grüße aus Köln, schöne Größe!',
  '日本語の文章はここで切れるかもしれません。',
  'Family 👩‍👩‍👧‍👦 and flags 🇩🇪🇯🇵 and cafe\u0301.',
  'data: not a field\nid: 99\n\nevent: nor this',
  'Tabs\tand "quotes" and \\ backslashes \u2028 and separators.',
  'one two three four five six seven eight nine ten',
  '{"type":"RUN_FINISHED"}',
];

/** The words in an approval's title that tell the person of the story what to do; the last leaves it to another person. */
const wishes = ['approve', 'reject', 'approve', 'reject', 'leave to Ann'] as const;

const drawSteps = (random: Random, depth: number, asks: { left: number }): Step[] => {
  const steps: Step[] = [];
  const count = random.integer(1, depth === 0 ? 6 : 3);
  for (let index = 0; index < count; index++) {
    const kind = random.integer(0, 13);
    if (kind <= 4) steps.push(say(`${random.pick(phrases)} `));
    else if (kind === 5) steps.push(think(random.pick(phrases)));
    else if (kind === 6)
      steps.push(
        call({
          tool: random.pick(['search', 'fetch_page', 'count']),
          args: { query: random.pick(phrases), page: random.integer(1, 9) },
          ...(random.chance(0.2) ? { fails: 'It did not work' } : { result: { found: random.pick(phrases) } }),
          ...(random.chance(0.3) && { takes: random.integer(1, 40) }),
        }),
      );
    else if (kind === 7 && depth === 0)
      steps.push(step(random.pick(['Reading', 'Sorting']), { steps: drawSteps(random, 1, asks) }));
    else if (kind === 8)
      steps.push(progress({ current: random.integer(0, 4), total: 4, label: random.pick(['Half', 'Nearly there']) }));
    else if (kind === 9) steps.push(block('markdown', { id: `note-${index}-${depth}`, text: random.pick(phrases) }));
    else if (kind === 10)
      steps.push(state({ count: index, list: [index] }), patch([{ op: 'add', path: '/list/-', value: 7 }]));
    else if (kind === 11)
      steps.push(random.pick([garbage(), emit({ type: 'SOMETHING_ELSE', delta: 'x' }), custom('tick', index)]));
    else if (kind >= 12 && asks.left > 0 && depth === 0) {
      asks.left--;
      steps.push(
        ask({
          tool: random.pick(['delete_file', 'send_mail']),
          title: `Please ${random.pick(wishes)} this`,
          args: { path: '/tmp/x', count: asks.left },
          as: random.pick(['block', 'interruption', 'interrupt']),
          result: 'carried out',
          onApprove: drawSteps(random, 1, asks),
          onReject: [say('Then not. ')],
        }),
      );
    }
  }
  return steps;
};

const drawMessage = (random: Random, number: number): StoryMessage => {
  const steps = drawSteps(random, 0, { left: random.integer(0, 2) });
  const end = random.integer(0, 9);
  if (end === 0) steps.push(fail('The model gave up', 'model_failed'));
  else if (end === 1) steps.push(finish({ cancelled: true }));
  else if (end === 2) steps.push(finish({ result: 'A result that stands for the answer' }));
  else steps.push(say('That is all.'), finish());
  return {
    text: `Question ${number}: ${random.pick(phrases)}`,
    script: steps,
    ...(random.chance(0.3) && { rating: random.pick([1, 5] as const) }),
    ...(random.chance(0.3) && { draft: `And what about ${number}` }),
  };
};

export const drawStory = (random: Random): Story => {
  const count = random.integer(1, 3);
  return {
    way: random.pick(['runtime', 'runtime', 'runtime', 'edge', 'edge, stored only']),
    dialect: random.pick(['ag-ui', 'ag-ui', 'pascal', 'simple', 'mixed']),
    ids: random.pick(['seq', 'seq', 'seq', 'opaque', 'none']),
    shapes: random.pick(['current', 'current', 'older']),
    lineEnd: random.pick(['\n', '\n', '\r\n', '\r']),
    messages: Array.from({ length: count }, (_, index) => drawMessage(random, index + 1)),
  };
};

/** How the platform speaks in a story. */
export const describeManner = ({ way, dialect, ids, shapes, lineEnd }: Story): string =>
  `${way}, ${dialect}, ${ids} ids, ${shapes} shapes, ${JSON.stringify(lineEnd)}`;
