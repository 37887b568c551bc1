import type { Answer } from '../definition.js';
import { block, call, custom, emit } from '../script.js';
import { say, think } from './pace.js';

/** Small talk, thinking aloud, and what happens where nothing else fits. The last one answers everything. */
export const conversation: readonly Answer[] = [
  {
    when: '^\\s*(hello|hi|hey|good (morning|afternoon|evening))\\b',
    script: [
      say(
        'Hello! I look after orders, returns and questions about our tents, packs and coffee. ' +
          'What can I do for you?',
      ),
    ],
  },
  {
    when: '\\b(reason(ing)?|think|recommend|which tent)\\b',
    script: [
      think(
        'They want one tent for two people. Early spring in the hills means wind and a cold ground, so a three-season ' +
          'tent is the least I should offer. The Fjell 2 weighs 1.9 kg and stands up to wind; the Solo is too small. ' +
          'The expedition tent would be heavier and dearer than they need.',
      ),
      call({
        tool: 'check_stock',
        args: { product: 'Fjell 2', warehouse: 'north' },
        result: { inStock: 7, ships: 'tomorrow' },
        takes: 600,
      }),
      say(
        'For two people in early spring I would take the **Fjell 2**. It weighs 1.9 kg, pitches in one piece, and stays ' +
          'quiet in the wind.\n\nWe have seven of them, and one could leave tomorrow. Pair it with a mat rated for ' +
          'the cold: most of the warmth is lost to the ground.',
      ),
    ],
  },
  {
    when: '\\b(formula|diagram|how much gas)\\b',
    script: [
      say(
        'To bring a litre of water from 10 °C to 95 °C, a stove of efficiency σ burns:\n\n' +
          '```math\nm_{gas} = \\frac{m \\cdot c \\cdot \\Delta T}{\\sigma \\cdot H} \\approx 12 \\text{ g}\n```\n\n' +
          'A cartridge of 230 g so makes **about 19 pots**. This is how one gets to you:\n\n' +
          '```diagram\nOrder -> Warehouse: is picked\nWarehouse -> Courier: is packed\nCourier -> You: two days\n```\n\n' +
          'The page draws both itself.',
      ),
    ],
  },
  {
    when: '\\b(unknown|something new|surprise)\\b',
    script: [
      say('Here comes something this widget has never heard of: a store map, and an event of our own.'),
      block('store-map', {
        title: 'Our shop by the harbour',
        description: 'Quay Street 4, open from 9 to 18. The coffee bar is at the back.',
        latitude: 54.32,
        longitude: 10.14,
      }),
      emit({ type: 'WEATHER_REPORT', sky: 'clear', celsius: 11 }, 'WEATHER_REPORT'),
      custom('loyalty-points', { earned: 5 }),
      say('If you can read this, nothing broke: what is not known is passed by.'),
    ],
  },
  {
    when: '\\b(thanks|thank you|cheers)\\b',
    script: [say('You are welcome. Have a good time outside!')],
  },
  {
    when: '',
    script: [
      say(
        'You said: “{{message}}”\n\nI am a script with a few things to show. Try one of these:\n\n' +
          '- **hello**, for a short answer\n' +
          '- **brewing guide**, for a long one with headings, a table and code\n' +
          '- **which tent** do you recommend, to see me think\n' +
          '- how much gas, with a **formula** and a **diagram** that the page draws\n' +
          '- **refund** my order, which needs your approval\n' +
          '- **report**, ten steps with a progress bar\n' +
          '- **compare** the tents, for a table, sources and a form\n' +
          '- **dashboard**, with charts, figures and a timeline\n' +
          '- **track my parcel**, where a tool fails\n' +
          '- **drop the connection**, **expired token** or **rate limit**, for a bad day\n' +
          '- **fail**, for a run that does not end well\n' +
          '- **surprise** me, with things nobody has heard of',
      ),
    ],
  },
];
