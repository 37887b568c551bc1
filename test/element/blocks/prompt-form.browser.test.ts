import { expect } from '@open-wc/testing';
import { block, finish, say } from '../../../demo/emulator/script.js';
import { embedAgent, openAgent, transcript } from '../../support/agent.js';
import { openPanel } from '../views/open-panel.js';
import { button, draw, drawAgain, texts } from './draw.js';

const data = {
  kind: 'prompt-form',
  id: 'f1',
  title: 'Your order',
  fields: [
    { name: 'email', label: 'Email', type: 'email', required: true, description: 'For the receipt' },
    { name: 'count', label: 'Count', type: 'integer', min: 1, max: 9 },
    { name: 'size', label: 'Size', required: true, options: ['S', { value: 2, label: 'Large' }] },
    { name: 'extras', label: 'Extras', multiple: true, options: ['Wrap', 'Card', 'Bag'] },
    { name: 'country', label: 'Country', options: ['AT', 'BE', 'DE', 'DK', 'FR', 'IT', 'PL'] },
    { name: 'day', label: 'Day', type: 'date', min: '2026-05-05' },
    { name: '__proto__', type: 'boolean', label: 'Gift' },
    { name: 'note', label: 'Note', type: 'textarea', default: 'none', maxLength: 20 },
    { name: 'code', label: 'Code', pattern: '[A-Z]{3}-\\d{4}' },
  ],
};

/** The control with that label, or in the group of that name. */
const field = <Type extends HTMLElement = HTMLInputElement>(
  drawn: ParentNode,
  label: string,
  option?: string,
): Type => {
  const within = option
    ? [...drawn.querySelectorAll('fieldset.form-field')].find((each) =>
        each.querySelector('legend')?.textContent.includes(label),
      )!
    : drawn;
  const found = [...within.querySelectorAll('label')].find((each) => each.textContent.includes(option ?? label));
  if (!found?.control) throw new Error(`There is no field "${label}".`);
  return found.control as Type;
};

const describedBy = (control: Element): string[] =>
  (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter(Boolean)
    .map((id) => document.getElementById(id)!.textContent.trim());

const enter = (control: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  control.value = value;
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};

/** A form that remembers what was sent, as a conversation does. */
const openForm = (form: object = data) => {
  const sent: unknown[][] = [];
  const more = {
    submit: (...values: unknown[]) => sent.push(values),
    submitted: () => sent[0]?.[1] as Record<string, unknown> | undefined,
  };
  return { drawn: draw(form, more), sent, more };
};

describe('A form of the agent', () => {
  it('sends what a person entered under the names the agent asked for', () => {
    const { drawn, sent } = openForm();
    enter(field(drawn, 'Email'), 'a@b.example');
    enter(field(drawn, 'Count'), '3');
    field(drawn, 'Size', 'Large').click();
    field(drawn, 'Extras', 'Card').click();
    field(drawn, 'Extras', 'Bag').click();
    field<HTMLSelectElement>(drawn, 'Country').selectedIndex = 3;
    enter(field(drawn, 'Day'), '2026-05-06');
    field(drawn, 'Gift').click();
    enter(field(drawn, 'Code'), 'ABC-1234');
    button(drawn, 'Send').click();
    expect(JSON.stringify(sent)).to.equal(
      '[["f1",{"email":"a@b.example","count":3,"size":2,"extras":["Card","Bag"],"country":"DE","day":"2026-05-06","__proto__":true,"note":"none","code":"ABC-1234"}]]',
    );
  });

  it('leaves out what was not answered', () => {
    const { drawn, sent } = openForm({
      kind: 'prompt-form',
      fields: [{ name: 'a' }, { name: 'b', multiple: true, options: [1] }],
    });
    button(drawn, 'Send').click();
    expect(sent).to.deep.equal([['b1', {}]]);
  });

  it('asks by labels and groups, and tells what is required', () => {
    const { drawn } = openForm();
    expect(texts(drawn, 'legend')).to.deep.equal(['Size (required)', 'Extras']);
    expect(drawn.querySelector('[role="radiogroup"]')!.getAttribute('aria-required')).to.equal('true');
    const email = field(drawn, 'Email');
    expect([email.type, email.getAttribute('aria-required'), ...describedBy(email)]).to.deep.equal([
      'email',
      'true',
      'For the receipt',
    ]);
    expect(field(drawn, 'Day').type).to.equal('date');
  });

  it('says in our words what is missing, and takes the focus there', () => {
    const { drawn, sent } = openForm();
    button(drawn, 'Send').click();
    expect(sent).to.deep.equal([]);
    const summary = drawn.querySelector('.prompt-problems')!;
    expect([summary.getAttribute('role'), document.activeElement]).to.deep.equal(['group', summary]);
    expect(texts(summary, 'p, li')).to.deep.equal(['2 to mend', 'Email: Missing', 'Size: Missing']);
    const email = field(drawn, 'Email');
    expect([email.getAttribute('aria-invalid'), ...describedBy(email)]).to.deep.equal([
      'true',
      'For the receipt',
      'Missing',
    ]);
    button(summary, 'Size: Missing').click();
    expect(document.activeElement).to.equal(field(drawn, 'Size', 'S'));
  });

  for (const [label, value, problem] of [
    ['Email', 'nobody', 'Wrong form'],
    ['Count', '0', 'At least 1'],
    ['Count', '10', 'At most 9'],
    ['Count', '1.5', 'Whole numbers only'],
    ['Day', '2026-05-04', 'At least 2026-05-05'],
    ['Note', 'twenty-one characters', 'At most 20 characters'],
    ['Code', 'abc-1234', 'Wrong form'],
    ['Code', 'ABC-12345', 'Wrong form'],
  ] as const) {
    it(`does not take "${value}" for ${label}`, () => {
      const { drawn, sent } = openForm();
      enter(field(drawn, 'Email'), 'a@b.example');
      field(drawn, 'Size', 'S').click();
      enter(field(drawn, label), value);
      button(drawn, 'Send').click();
      expect(sent).to.deep.equal([]);
      expect(texts(drawn, '.prompt-problems li')).to.deep.equal([`${label}: ${problem}`]);
      expect(field(drawn, label).value).to.equal(value);
    });
  }

  it('stops calling wrong what was mended, and leaves the rest in peace', () => {
    const { drawn } = openForm();
    button(drawn, 'Send').click();
    const email = field(drawn, 'Email');
    enter(field(drawn, 'Count'), '10');
    enter(email, 'a@b.example');
    expect(texts(drawn, '.problem')).to.deep.equal(['Missing']);
    expect(email.hasAttribute('aria-invalid')).to.equal(false);
    field(drawn, 'Size', 'S').click();
    expect(texts(drawn, '.problem, .prompt-problems')).to.deep.equal([]);
  });

  it('is not held up by a pattern that takes forever', () => {
    for (const pattern of [
      '(a+)+$',
      '(a|a)*b',
      '(.*)*x',
      'a*a*a*a*a*b',
      '(a{1,}){20}',
      '([a-z]+)\\1+',
      '(',
      'x'.repeat(500),
    ]) {
      const { drawn, sent } = openForm({ kind: 'prompt-form', fields: [{ name: 'a', label: 'A', pattern }] });
      enter(field(drawn, 'A'), 'a'.repeat(60));
      const before = performance.now();
      button(drawn, 'Send').click();
      expect(performance.now() - before, pattern).to.be.below(1000);
      expect(sent.length, pattern).to.equal(1);
    }
  });

  it('cannot be sent twice, and takes the focus to what was sent', () => {
    const { drawn, sent } = openForm({ kind: 'prompt-form', fields: [{ name: 'a', label: 'A' }] });
    const send = button(drawn, 'Send');
    const form = drawn.querySelector('form')!;
    send.focus();
    send.click();
    send.click();
    form.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    expect(sent.length).to.equal(1);
    expect((document.activeElement as HTMLElement).textContent.trim()).to.equal('Sent');
  });

  it('waits while a run works, with what was entered so far', () => {
    const { drawn, sent, more } = openForm();
    enter(field(drawn, 'Email'), 'a@b');
    drawAgain(drawn, data, { ...more, busy: true });
    expect(
      [...drawn.querySelectorAll('input, select, textarea, button')].every((each) => each.matches(':disabled')),
    ).to.equal(true);
    drawn.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    expect(sent).to.deep.equal([]);
    drawAgain(drawn, data, more);
    expect(field(drawn, 'Email').value).to.equal('a@b');
    expect(field(drawn, 'Email').matches(':disabled')).to.equal(false);
  });

  it('shows what was answered, in its own words', () => {
    const values = { email: 'a@b.example', size: 2, extras: ['Card', 'Bag'], __proto__: null };
    const drawn = draw(data, { submit: () => {}, submitted: ({ id }) => (id === 'f1' ? values : undefined) });
    expect(texts(drawn, '.prompt-sent')).to.deep.equal(['Sent']);
    expect(texts(drawn, 'dt, dd').slice(0, 8)).to.deep.equal([
      'Email',
      'a@b.example',
      'Count',
      '–',
      'Size',
      'Large',
      'Extras',
      'Card, Bag',
    ]);
    expect(drawn.querySelectorAll('input, button').length).to.equal(0);
  });

  it('is read from a JSON schema as well', () => {
    const schema = {
      type: 'object',
      required: ['day'],
      properties: {
        day: { type: 'string', format: 'date', title: 'Day' },
        tags: { type: 'array', title: 'Tags', items: { enum: ['a', 'b'] } },
      },
    };
    const { drawn } = openForm({ kind: 'prompt-form', schema });
    expect([field(drawn, 'Day').type, field(drawn, 'Tags', 'a').type]).to.deep.equal(['date', 'checkbox']);
    button(drawn, 'Send').click();
    expect(texts(drawn, '.prompt-problems li')).to.deep.equal(['Day: Missing']);
  });
});

describe('A form in a conversation', () => {
  it('is answered once, and asked anew it is open again', async () => {
    const panel = await openPanel('Form, answered');
    const root = panel.shadowRoot!;
    expect(root.querySelectorAll('form').length).to.equal(0);
    const [asked, answered] = panel.state.turns;
    panel.state = {
      ...panel.state,
      turns: [asked!, answered!, { ...asked!, id: 'again', parts: asked!.parts.map((part) => ({ ...part })) }],
    };
    await panel.updateComplete;
    expect(root.querySelectorAll('form').length).to.equal(0);
    const parts = asked!.parts.map((part) => (part.kind === 'block' ? { ...part, block: { ...part.block } } : part));
    panel.state = { ...panel.state, turns: [asked!, answered!, { ...asked!, id: 'again', parts }] };
    await panel.updateComplete;
    expect(root.querySelectorAll('form').length).to.equal(1);
  });

  it('shows what the person sent in the words of the form', async () => {
    const panel = await openPanel('Form, answered', { locale: 'en' });
    expect(texts(panel.shadowRoot!, '.user dt, .user dd')).to.deep.equal([
      'Email',
      'ada@shop.example',
      'Number of parcels',
      '1',
      'Not before',
      'May 6, 2026',
      'Speed',
      'Next day, 4.90 EUR',
      'Extras',
      'Gift wrap, No plastic',
      'A neighbour may take it',
      'Yes',
    ]);
  });

  it('is a message of the person then', async () => {
    const panel = await openPanel('Form, answered');
    expect(texts(panel.shadowRoot!, '.user .pair dd')).to.include.members([
      'ada@shop.example',
      'Gift wrap, No plastic',
    ]);
  });

  it('starts a run with its values, once, waits for its answer, and is still answered after a reload', async () => {
    const form = block('prompt-form', { id: 'size', fields: [{ name: 'size', label: 'Size', required: true }] });
    const { hosted, ...agent } = await openAgent(
      {
        scripts: [
          { when: 'jacket', script: [say('In which size?'), form, finish()] },
          { when: '^form:size$', script: [say('It is on its way.'), finish()] },
        ],
      },
      { attributes: { storage: 'session' } },
    );
    await agent.send('I want a jacket');
    const root = agent.element.shadowRoot!;
    enter(field(root, 'Size'), 'M');
    const ended = agent.next('zaby-run-end');
    await agent.press('Send');
    expect(texts(root, 'dt, dd').slice(0, 2)).to.deep.equal(['Size', 'M']);
    await ended;
    const inputs = (await agent.runs()).map(({ input }) => (input as { form?: unknown }).form);
    expect(inputs).to.deep.equal([undefined, { blockId: 'size', values: { size: 'M' } }]);
    expect(transcript(agent).at(-1)).to.equal('agent: It is on its way.');
    agent.close();
    const again = await embedAgent(hosted, { attributes: { storage: 'session' } });
    await again.until(() => again.element.shadowRoot!.querySelector('.prompt-sent') !== null);
    expect(again.element.shadowRoot!.querySelectorAll('form').length).to.equal(0);
    expect(texts(again.element.shadowRoot!, '.prompt-answers dd')).to.deep.equal(['M']);
  });
});
