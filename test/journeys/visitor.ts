import assert from 'node:assert/strict';
import { type Browser, type ElementHandle, type KeyInput, type Page, TimeoutError } from 'puppeteer-core';
import type { HostedAgent } from '../support/host.js';
import { openPage, type WatchedPage } from '../support/browser.js';
import { embed, pageWith, type Site } from '../support/site.js';

/** An event of the element as the page heard it: what of its detail survives JSON. */
export interface Heard {
  readonly name: string;
  readonly detail: Record<string, unknown> | null;
  /** The id of the element that fired it. */
  readonly from: string;
}

/** Somebody who looks at a page and uses mouse and keyboard. Nothing here reaches into the widget except to read what is seen. */
export interface Visitor extends WatchedPage {
  /** Types into the composer by the keyboard. */
  write(text: string): Promise<void>;
  /** Types and presses Enter. */
  send(text: string): Promise<void>;
  /** Clicks the button of that name by the mouse, once it is there. */
  press(name: string | RegExp): Promise<void>;
  /** Clicks, or acts `how` it is told, until the decision counts: one too soon after the card was painted does not. */
  decide(name: string | RegExp, how?: (button: ElementHandle) => Promise<void>): Promise<void>;
  key(...keys: KeyInput[]): Promise<void>;
  /** Waits until the words stand on the screen. */
  sees(words: string | RegExp): Promise<void>;
  /** The role and name of what has the focus, as `button Send`. */
  focus(): Promise<string>;
  /** Waits until the focus is there. */
  focuses(what: RegExp): Promise<void>;
  /** All that is written in the conversation now. */
  reads(): Promise<string>;
  /** The messages: `user: …` and `agent: …`. */
  transcript(): Promise<string[]>;
  /** What the person has typed and not sent. */
  draft(): Promise<string>;
  /** How many approval cards wait, with buttons that work. */
  liveCards(): Promise<number>;
  /** Waits until the page heard an event of that name. */
  hears(name: string): Promise<Heard>;
  /** All events so far in this life of the page, without `zaby-run-event` and `zaby-unread-change` unless they are asked for. */
  heard(name?: string): Promise<Heard[]>;
  reload(): Promise<void>;
  /** Closes the page, after it complained about nothing and told nobody a token. */
  leave(): Promise<void>;
}

export interface VisitOptions {
  /** Attributes of the element. */
  readonly attributes?: string;
  /** The path of a page that the site serves already. */
  readonly path?: string;
  /** The element to look at, where there are several. */
  readonly id?: string;
}

interface PageWindow {
  heard: Heard[];
}

/** Keeps every event of every element, from before the first script. */
const listen = (): void => {
  // A page may break them.
  const { parse, stringify } = JSON;
  const names = [
    'ready',
    'open',
    'close',
    'before-send',
    'message',
    'run-start',
    'run-event',
    'run-end',
    'approval-request',
    'approval-resolved',
    'feedback',
    'link-click',
    'identity-expired',
    'unread-change',
    'error',
  ].map((name) => `zaby-${name}`);
  const heard: Heard[] = [];
  (globalThis as unknown as PageWindow).heard = heard;
  for (const name of names) {
    document.addEventListener(name, (event) => {
      const { detail } = event as CustomEvent<Record<string, unknown> | null>;
      const plain = stringify(detail, (key, value: unknown) => {
        if (key === 'conversation') return 'a conversation';
        return value instanceof Error ? `${value.name}: ${value.message}` : value;
      });
      heard.push({ name, detail: parse(plain), from: (event.target as Element).id });
    });
  }
};

const describeFocus = (): string => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return '';
  const label = at.getAttribute('aria-label') ?? (at as HTMLInputElement).labels?.[0]?.textContent ?? at.textContent;
  return `${at.getAttribute('role') ?? at.localName} ${label.replaceAll(/\s+/g, ' ').trim()}`;
};

/** Lets the page draw what there is to draw. */
export const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const sourceOf = (words: string | RegExp): string => (typeof words === 'string' ? escape(words) : words.source);

/** Opens a page with the element on it, as a visitor of the site. */
export const visit = async (
  browser: Browser,
  site: Site,
  agent: HostedAgent | undefined,
  { attributes = '', path, id = 'chat' }: VisitOptions = {},
): Promise<Visitor> => {
  const own = path ?? `/${agent?.agentId ?? 'page'}`;
  if (path === undefined && agent) site.serve(own, pageWith(embed(agent, `id="${id}" ${attributes}`)));
  const watched = await openPage(browser, `${site.origin}${own}`, async (page) => {
    await page.evaluateOnNewDocument(listen);
  });
  return lookAt(watched, id);
};

/** Looks at the element of that id on a page that is open. */
export const lookAt = (watched: WatchedPage, id: string): Visitor => {
  const { page } = watched;

  const reads = (): Promise<string> =>
    page.evaluate((own) => {
      const panel = document.getElementById(own)?.shadowRoot?.querySelector<HTMLElement>('.panel');
      return panel?.checkVisibility() ? panel.innerText : '';
    }, id);

  const waitFor = async (what: string, condition: () => Promise<unknown>): Promise<void> => {
    await condition().catch(async (error: unknown) => {
      if (!(error instanceof TimeoutError)) throw error;
      throw new assert.AssertionError({
        message: `${what} did not come. There is:\n${(await reads()).slice(0, 2000)}`,
      });
    });
  };

  const button = async (name: string | RegExp) => {
    let found: Awaited<ReturnType<typeof findButton>> | undefined;
    await waitFor(`A button named ${name}`, async () => {
      found = await findButton(page, id, sourceOf(name), typeof name === 'string');
    });
    if (!found) throw new Error('unreachable');
    return found;
  };

  /** Where each approval card with buttons stands, and each without. */
  const cards = (): Promise<string[]> =>
    page.evaluate(
      (own) =>
        [...(document.getElementById(own)?.shadowRoot?.querySelectorAll('[part~="approval"]') ?? [])].map((card) =>
          card.querySelector('button') ? ((card as HTMLElement).dataset['status'] ?? '') : 'without buttons',
        ),
      id,
    );

  const visitor: Visitor = {
    ...watched,
    reads,
    async write(text) {
      const input = await page.waitForSelector(`#${id} >>> .composer-input`, { visible: true });
      await input?.click();
      await page.keyboard.type(text);
    },
    async send(text) {
      await visitor.write(text);
      await page.keyboard.press('Enter');
    },
    async press(name) {
      await (await button(name)).click();
    },
    async decide(name, how = (found) => found.click()) {
      await button(name);
      await waitFor(`A decision by ${name}`, async () => {
        const end = Date.now() + 8000;
        const before = await cards();
        // Each click is one a person could make; the first that comes late enough counts.
        while ((await cards()).join() === before.join()) {
          if (Date.now() > end) throw new TimeoutError('not decided');
          const found = await findButton(page, id, sourceOf(name), typeof name === 'string', 1000).catch(
            () => undefined,
          );
          if (found) await how(found).catch(() => {});
          await nextFrame(page);
        }
      });
    },
    async key(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    sees: (words) =>
      waitFor(String(words), () =>
        page.waitForFunction(
          (own, pattern, flags) => {
            const panel = document.getElementById(own)?.shadowRoot?.querySelector<HTMLElement>('.panel');
            return panel?.checkVisibility() === true && new RegExp(pattern, flags).test(panel.innerText);
          },
          { timeout: 8000, polling: 30 },
          id,
          sourceOf(words),
          typeof words === 'string' ? '' : words.flags,
        ),
      ),
    focus: () => page.evaluate(describeFocus),
    focuses: (what) =>
      waitFor(`Focus on ${what}`, async () => {
        const end = Date.now() + 8000;
        while (!what.test(await page.evaluate(describeFocus))) {
          if (Date.now() > end) throw new TimeoutError('no such focus');
          await nextFrame(page);
        }
      }),
    transcript: () =>
      page.evaluate((own) => {
        const root = document.getElementById(own)?.shadowRoot;
        return [...(root?.querySelectorAll<HTMLElement>('[part~="log"] [part~="message"]') ?? [])].flatMap(
          (message) => {
            const isUser = message.matches('[part~="user-message"]');
            const texts = [...message.querySelectorAll<HTMLElement>(isUser ? '.bubble' : '[part~="text"]')]
              .map((text) => text.innerText.replaceAll(/[ \t]+/g, ' ').trim())
              .filter(Boolean);
            return texts.length === 0 ? [] : `${isUser ? 'user' : 'agent'}: ${texts.join('\n')}`;
          },
        );
      }, id),
    draft: () =>
      page.evaluate(
        (own) =>
          document.getElementById(own)?.shadowRoot?.querySelector<HTMLTextAreaElement>('.composer-input')?.value ?? '',
        id,
      ),
    liveCards: async () => (await cards()).filter((status) => status === 'pending').length,
    async hears(name) {
      await waitFor(name, () =>
        page.waitForFunction(
          (wanted, own) =>
            (globalThis as unknown as PageWindow).heard.some((event) => event.name === wanted && event.from === own),
          { timeout: 8000, polling: 30 },
          name,
          id,
        ),
      );
      return (await visitor.heard(name)).at(-1) as Heard;
    },
    heard: (name) =>
      page.evaluate(
        (own, wanted) =>
          (globalThis as unknown as PageWindow).heard.filter((event) => {
            if (event.from !== own) return false;
            return wanted ? event.name === wanted : !/run-event|unread/.test(event.name);
          }),
        id,
        name ?? '',
      ),
    async reload() {
      await page.reload({ waitUntil: 'load' });
    },
    async leave() {
      const { errors, violations } = watched;
      await page.close();
      assert.deepEqual({ errors, violations }, { errors: [], violations: [] });
      assert.doesNotMatch(watched.console.join('\n'), /eyJ[\w-]+\./);
    },
  };
  return visitor;
};

const findButton = async (page: Page, id: string, pattern: string, isWhole: boolean, timeout = 8000) => {
  const handle = await page.waitForFunction(
    (own, source, whole) => {
      const root = document.getElementById(own)?.shadowRoot;
      const wanted = new RegExp(whole ? `^${source}$` : source);
      return [...(root?.querySelectorAll<HTMLElement>('button, summary, label.star') ?? [])]
        .filter((candidate) => candidate.checkVisibility())
        .find((candidate) =>
          [candidate.getAttribute('aria-label'), candidate.title, candidate.textContent].some((name) =>
            wanted.test((name ?? '').replaceAll(/\s+/g, ' ').trim()),
          ),
        );
    },
    { timeout, polling: 30 },
    id,
    pattern,
    isWhole,
  );
  const element = handle.asElement();
  if (!element) throw new Error('unreachable');
  return element as NonNullable<Awaited<ReturnType<Page['$']>>>;
};
