import { aTimeout, expect, fixtureCleanup } from '@open-wc/testing';
import { ask, finish, say } from '../../demo/emulator/script.js';
import { registerLocale, type ZabyAgent } from '../../src/element/index.js';
import { type Embedding, embedAgent, type OpenAgent, openAgent } from '../support/agent.js';

const script = [say('Hello.'), finish()];

const composer = async (agent: OpenAgent): Promise<HTMLTextAreaElement> =>
  (await agent.part('composer')).querySelector('textarea')!;

/** Waits until the composer speaks. */
const asks = (agent: OpenAgent, placeholder: string): Promise<void> =>
  agent.until(
    () => agent.element.shadowRoot!.querySelector('textarea')?.placeholder === placeholder,
    `“${placeholder}” did not come`,
  );

const german = 'Nachricht schreiben …';
const french = 'Écrivez un message…';
const english = 'Write a message…';

const warnings = (): { said: string[]; end: () => void } => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (...words: unknown[]) => void said.push(words.join(' '));
  return { said, end: () => void (console.warn = warn) };
};

/** Embeds an agent inside elements of these languages, each in the shadow root of the one before. */
const within = async (languages: readonly (string | undefined)[], embedding: Embedding = {}) => {
  const agent = await openAgent(script, embedding);
  const around = languages.map((language) => {
    const element = document.createElement('div');
    if (language !== undefined) element.lang = language;
    element.attachShadow({ mode: 'open' });
    return element;
  });
  for (const [index, element] of around.entries()) (around[index - 1]?.shadowRoot ?? document.body).append(element);
  around.at(-1)!.shadowRoot!.append(agent.element);
  return { agent, around, remove: () => around[0]!.remove() };
};

describe('the language that the widget speaks', () => {
  const lang = document.documentElement.lang;

  afterEach(() => {
    document.documentElement.lang = lang;
    fixtureCleanup();
  });

  it('is its own locale, in every part that says something', async () => {
    const refund = ask({ tool: 'refund', title: 'Refund order 1042', onApprove: [say('Done.')], onReject: [] });
    const agent = await openAgent([refund, finish()], { attributes: { locale: 'de' } });
    await asks(agent, german);
    const panel = await agent.part('panel');
    expect(panel.lang).to.equal('de');
    await agent.send('Refund my order');
    await agent.until(() => /Ihre Freigabe wird gebraucht/.test(panel.textContent));
    const approve = await agent.part('approve');
    expect(approve.textContent.trim()).to.equal('Freigeben');
  });

  it('is a language of the region, where we have none of its own', async () => {
    const agent = await openAgent(script, { attributes: { locale: 'pt_BR' } });
    await asks(agent, 'Escreva uma mensagem…');
    expect((await agent.part('panel')).lang).to.equal('pt-BR');
  });

  it('is the lang around it, and follows when that changes', async () => {
    document.documentElement.lang = 'de';
    const agent = await openAgent(script);
    await asks(agent, german);
    document.documentElement.lang = 'fr-CA';
    await asks(agent, french);
    agent.element.setAttribute('locale', 'de-AT');
    await asks(agent, german);
    agent.element.removeAttribute('locale');
    await asks(agent, french);
    agent.element.lang = 'en';
    await asks(agent, english);
  });

  it('is found across shadow roots, and when the element is moved', async () => {
    const { agent, around, remove } = await within(['de', undefined]);
    await asks(agent, german);
    around[0]!.lang = 'fr';
    await asks(agent, french);
    const other = document.createElement('div');
    other.lang = 'de';
    document.body.append(other);
    other.append(agent.element);
    await asks(agent, german);
    other.lang = 'en';
    await asks(agent, english);
    other.remove();
    remove();
  });

  it('never shows another one on the way', async () => {
    const seen = new Set<string>();
    const agent = await openAgent(script, { attributes: { locale: 'nl' } });
    const look = (): void => {
      const field = agent.element.shadowRoot!.querySelector('textarea');
      if (field) seen.add(field.placeholder);
    };
    const observer = new MutationObserver(look);
    observer.observe(agent.element.shadowRoot!, { subtree: true, childList: true, attributes: true });
    await asks(agent, 'Schrijf een bericht…');
    agent.element.setAttribute('locale', 'tr');
    await asks(agent, 'Bir mesaj yazın…');
    look();
    observer.disconnect();
    expect([...seen]).to.deep.equal(['Schrijf een bericht…', 'Bir mesaj yazın…']);
  });

  it('is read from right to left where it is written so, whatever the page is', async () => {
    const agent = await openAgent(script, { attributes: { locale: 'ar' } });
    await asks(agent, 'اكتب رسالة…');
    const button = await agent.part('send');
    const field = await composer(agent);
    expect(getComputedStyle(button).direction).to.equal('rtl');
    expect(button.getBoundingClientRect().left).to.be.lessThan(field.getBoundingClientRect().left);
    expect(getComputedStyle(field).direction).to.equal('rtl');
    await agent.type('Where is order 1042?');
    expect(getComputedStyle(field).direction).to.equal('ltr');
    await agent.type('');
    expect(getComputedStyle(field).direction).to.equal('rtl');
    agent.element.setAttribute('locale', 'uk');
    await asks(agent, 'Напишіть повідомлення…');
    expect(getComputedStyle(button).direction).to.equal('ltr');
    expect(button.getBoundingClientRect().left).to.be.greaterThan(field.getBoundingClientRect().left);
  });

  it('stays in its words where the page has its own for some', async () => {
    const agent = await openAgent(script, { attributes: { locale: 'de' }, properties: { strings: { send: 'Los' } } });
    await asks(agent, german);
    expect((await agent.part('send')).getAttribute('aria-label')).to.equal('Los');
    (agent.element as ZabyAgent).strings = { placeholder: 'Ihre Frage' };
    await asks(agent, 'Ihre Frage');
    expect((await agent.part('send')).getAttribute('aria-label')).to.equal('Senden');
  });

  it('is one that the page taught, also later; what it left out is English', async () => {
    const { said, end } = warnings();
    const agent = await openAgent(script, { attributes: { locale: 'sv-SE' } });
    await asks(agent, english);
    await agent.until(() => said.length > 0);
    registerLocale('sv', { placeholder: 'Skriv ett meddelande …' });
    await asks(agent, 'Skriv ett meddelande …');
    expect((await agent.part('send')).getAttribute('aria-label')).to.equal('Send');
    expect((await agent.part('panel')).lang).to.equal('sv-SE');
    expect(said.join('\n')).to.match(/nobody knows locale="sv-SE".*registerLocale/);
    end();
  });

  it('is English where nobody knows it, and says so once', async () => {
    const { said, end } = warnings();
    const first = await openAgent(script, { attributes: { locale: 'tlh' } });
    const second = await embedAgent(first.hosted, { attributes: { locale: 'tlh' } });
    await asks(first, english);
    await asks(second, english);
    expect((await first.part('panel')).lang).to.match(/^en/);
    await first.until(() => said.length > 0);
    await aTimeout(0);
    expect(said).to.have.length(1);
    end();
  });

  it('is English where the tag is none', async () => {
    for (const locale of ['!!', 'de-!!', '-', 'x']) {
      const { end } = warnings();
      const agent = await openAgent(script, { attributes: { locale } });
      await asks(agent, locale.startsWith('de') ? german : english);
      await agent.send('Hello');
      agent.close();
      end();
    }
  });

  it('is heard by nothing once the element is gone', async () => {
    document.documentElement.lang = 'de';
    const agent = await openAgent(script);
    await asks(agent, german);
    agent.close();
    await aTimeout(0);
    let asked = 0;
    const element = agent.element as ZabyAgent;
    const { requestUpdate } = element;
    element.requestUpdate = (...values) => {
      asked += 1;
      requestUpdate.apply(element, values);
    };
    document.documentElement.lang = 'fr';
    registerLocale('sv', {});
    await aTimeout(0);
    expect(asked).to.equal(0);
  });
});
