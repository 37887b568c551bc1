import { fixture, html, waitUntil } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { AgentDefinition, Script } from '../../demo/emulator/index.js';
import '../../src/element/index.js';
import type { HostedAgent, TokenSettings } from './host.js';
import { hostAgent, type ReadBack, readBack } from './hosting.js';

/** How a test wants its agent embedded: attributes by their names, and properties that have no attribute. */
export interface Embedding {
  readonly attributes?: Readonly<Record<string, string | boolean>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly token?: TokenSettings;
}

/** What the public element offers, as far as tests need it here. */
type AgentElement = HTMLElement & {
  readonly updateComplete: Promise<boolean>;
  show(): void;
  stop(): void;
  sendMessage(text: string): Promise<unknown>;
};

/** One `<zaby-agent>` on the test page, with an emulated agent behind it that no other test knows. */
export interface OpenAgent extends ReadBack {
  readonly element: AgentElement;
  readonly hosted: HostedAgent;
  /** Types the text and sends it, as a person does. Resolves when the agent has ended, asks something, or failed. */
  send(text: string): Promise<void>;
  /** Types without sending. */
  type(text: string): Promise<void>;
  /** Clicks the button of that name, or with that text, by the real mouse, once it is there. */
  press(name: string | RegExp): Promise<void>;
  /**
   * Clicks the button until the decision counts: a click too soon after the card appeared, or one on a button that may be
   * covered, does not. Resolves when the platform has answered.
   */
  decide(name: string | RegExp): Promise<void>;
  /** The first element with that part, once it is there. */
  part(name: string): Promise<HTMLElement>;
  /** Waits for something a person could see. */
  until(condition: () => boolean | Promise<boolean>, message?: string): Promise<void>;
  /** Resolves after the next event of that name on the element, when what it tells is drawn. */
  next<Detail = unknown>(name: string): Promise<CustomEvent<Detail>>;
  /** Removes the element. The test library does it too, after each test. */
  close(): void;
}

/** An agent that plays the script, embedded inline on the test page, ready to be asked. */
export const openAgent = async (agent: Script | AgentDefinition, embedding: Embedding = {}): Promise<OpenAgent> => {
  const hosted = await hostAgent(agent, embedding.token);
  return embedAgent(hosted, embedding);
};

/** Embeds an agent that is there already: a second element for it, or one with another token endpoint. */
export const embedAgent = async (
  hosted: HostedAgent,
  { attributes = {}, properties = {} }: Embedding = {},
): Promise<OpenAgent> => {
  const element = document.createElement('zaby-agent') as AgentElement;
  const all: Record<string, string | boolean> = {
    'token-url': hosted.tokenUrl,
    'api-origin': hosted.apiOrigin,
    storage: 'none',
    ...attributes,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  Object.assign(element, properties);
  await fixture(html`${element}`);
  return describeAgent(element, hosted);
};

const until: OpenAgent['until'] = (condition, message = 'what was waited for did not come') =>
  waitUntil(condition, message, { interval: 20, timeout: 8000 });

const describeAgent = (element: AgentElement, hosted: HostedAgent): OpenAgent => {
  const root = (): ShadowRoot => {
    if (element.shadowRoot === null) throw new Error('<zaby-agent> has no shadow root');
    return element.shadowRoot;
  };
  const find = async <Found extends HTMLElement>(
    what: string,
    search: () => Found | null | undefined,
  ): Promise<Found> => {
    await until(() => Boolean(search()), `${what} did not appear; there is: ${root().textContent}`);
    return search() as Found;
  };
  const part = (name: string): Promise<HTMLElement> =>
    find(`part ${name}`, () => root().querySelector<HTMLElement>(`[part~="${name}"]`));
  /** Resolves when what has happened is on the screen: an answer is drawn once a frame. */
  const drawn = async (): Promise<void> => {
    await new Promise(requestAnimationFrame);
    await element.updateComplete;
  };
  const next: OpenAgent['next'] = (name) =>
    new Promise((resolve) => {
      element.addEventListener(name, (event) => resolve(drawn().then(() => event as never)), { once: true });
    });
  const type = async (text: string): Promise<void> => {
    const input = (await part('composer').then((composer) =>
      composer.querySelector('textarea'),
    )) as HTMLTextAreaElement;
    input.value = text;
    input.dispatchEvent(
      new InputEvent('input', { bubbles: true, composed: true, data: text, inputType: 'insertText' }),
    );
    await element.updateComplete;
  };
  const press: OpenAgent['press'] = async (name) => {
    await click(await find(`a button named ${name}`, () => buttonNamed(root(), name)));
    await element.updateComplete;
  };
  return {
    element,
    hosted,
    until,
    part,
    next,
    type,
    async send(text) {
      await type(text);
      const settled = Promise.race([next('zaby-run-end'), next('zaby-approval-request'), next('zaby-error')]);
      (await part('send')).click();
      await settled;
      await drawn();
    },
    press,
    async decide(name) {
      let isDecided = false;
      element.addEventListener('zaby-approval-resolved', () => (isDecided = true), { once: true });
      await find(`a button named ${name}`, () => buttonNamed(root(), name));
      await until(async () => {
        const button = buttonNamed(root(), name);
        if (!isDecided && button !== undefined) await click(button);
        return isDecided;
      }, `${name} did not decide`);
      await element.updateComplete;
    },
    ...readBack(hosted),
    close: () => element.remove(),
  };
};

/** The button that a person would call so: by its name for screen readers, or by the text that is seen. */
const buttonNamed = (root: ParentNode, name: string | RegExp): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('button, [role="button"], summary')]
    .filter((button) => button.checkVisibility() && !button.matches(':disabled'))
    .find((button) =>
      [button.getAttribute('aria-label') ?? '', button.textContent.replaceAll(/\s+/g, ' ').trim()].some((own) =>
        typeof name === 'string' ? own === name : name.test(own),
      ),
    );

/** Clicks with the real mouse: such a click is trusted, and hits whatever lies on top. */
export const click = async (target: HTMLElement): Promise<void> => {
  target.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = target.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
};

const visibleText = (element: HTMLElement): string => element.innerText.replaceAll(/[ \t]+/g, ' ').trim();

/** What a person reads in the conversation, message by message: `user: …` and `agent: …`. */
export const transcript = ({ element }: Pick<OpenAgent, 'element'>): string[] => {
  const messages = element.shadowRoot?.querySelectorAll<HTMLElement>('[part~="log"] [part~="message"]') ?? [];
  return [...messages].flatMap((message) => {
    if (message.matches('[part~="user-message"]'))
      return `user: ${visibleText(message.querySelector<HTMLElement>('.bubble') ?? message)}`;
    const texts = [...message.querySelectorAll<HTMLElement>('[part~="text"]')]
      .map(visibleText)
      .filter((text) => text !== '');
    return texts.length === 0 ? [] : `agent: ${texts.join('\n')}`;
  });
};
