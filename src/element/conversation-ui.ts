import { type CSSResult, adoptStyles } from 'lit';
import {
  type Conversation,
  type ConversationOptions,
  type FeedbackInput,
  type Turn,
  type UiBlock,
  ZabyError,
  activeTurn,
  createConversation,
} from '../core/index.js';
import { createAnswersLoader } from './controllers/answers.js';
import { type ConversationLink, linkConversation } from './controllers/conversation.js';
import { nextFrame } from './controllers/frame.js';
import { keepBeside, rememberOpen } from './controllers/open-panel.js';
import { createSpeech, languageOf } from './controllers/strings.js';
import { whileWanted } from './controllers/while-wanted.js';
import type { Fire } from './events.js';
import { type Strings, listeners, wantLocale } from './locales/index.js';
import {
  type Actions,
  type PanelModel,
  type ViewContext,
  activityOf,
  announceChanges,
  createPanelContext,
  createPanelControllers,
  disposeControllers,
  enConversation,
  focusComposer,
  panelStyles,
  renderPanel,
} from './panel.js';
import type { Sizing } from './sizing.js';
import type { LauncherNews } from './views/launcher.js';
import type { ZabyAgent } from './zaby-agent.js';

/**
 * The conversation behind the element, loaded when it is first needed: the core, the views, and what ties them to the tag.
 *
 * It asks the element for its settings and for a rendering; it never touches the page outside.
 */
export interface ConversationUi {
  readonly conversation: Conversation;
  render(open: boolean, modal: boolean): unknown;
  /** The next frame, while an answer streams. */
  frame(): Promise<unknown> | undefined;
  /** What the launcher says of the conversation. */
  news(open: boolean, unread: number): LauncherNews | undefined;
  /** Call after each rendering. */
  rendered(open: boolean): void;
  /** Properties changed: those of the views are taken over, and a conversation of our own is made anew where it must be. */
  settingsChanged(changed: ReadonlyMap<PropertyKey, unknown>): void;
  /** The element stands in another place. */
  moved(): void;
  send(text: string): Promise<Turn | undefined>;
  focusComposer(): void;
  dispose(): void;
}

/** The element as its conversation sees it. */
export interface UiHost {
  readonly element: ZabyAgent;
  readonly fire: Fire;
  readonly onAnswer: () => void;
  readonly close: () => void;
}

/** The settings that belong to the conversation, not to the views. */
const own: readonly (keyof ZabyAgent)[] = [
  'tokenUrl',
  'apiOrigin',
  'runtimeUrl',
  'agentUrl',
  'tokenCredentials',
  'storage',
  'storageKey',
  'userKey',
  'conversation',
];

/** Those that every view depends on. */
const shown: readonly (keyof ZabyAgent)[] = ['blocks', 'renderers', 'allowedLinkHosts', 'allowedImages'];

const places = new WeakMap<ZabyAgent, string>();

/** What tells conversations with equal settings apart: the id, else the order among the elements around; it stays when the element is moved. */
const placeOf = (element: ZabyAgent): string => {
  const around = element.getRootNode() as Document | ShadowRoot;
  const place =
    places.get(element) ??
    (element.id || String(Math.max(0, [...around.querySelectorAll(element.localName)].indexOf(element))));
  places.set(element, place);
  return place;
};

const missingToken = () =>
  Promise.reject(
    new ZabyError(
      'invalid-argument',
      '<zaby-agent> has no way to get a token: set token-url to an endpoint of your server, or the getToken property to a function',
    ),
  );

/** Relative to the page. What is no address stays as it is: the first request tells, with the address in its error. */
const absolute = (url: string): string =>
  URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).href : url;

/** Settings as the core wants them. What may change at any time is asked for at each use. */
const conversationOptions = (element: ZabyAgent, slot: string): ConversationOptions => ({
  ...(element.tokenUrl && !element.getToken
    ? { tokenUrl: absolute(element.tokenUrl) }
    : (element.getToken || !element.agentUrl) && {
        getToken: (request) => (element.getToken ?? missingToken)(request),
      }),
  ...(element.runtimeUrl && { runtimeUrl: absolute(element.runtimeUrl) }),
  ...(element.agentUrl && { agentUrl: absolute(element.agentUrl) }),
  ...(element.apiOrigin && { apiOrigin: element.apiOrigin }),
  ...(element.tokenCredentials && { tokenCredentials: element.tokenCredentials }),
  ...(element.userKey && { userKey: element.userKey }),
  storage: element.storage,
  storageKey: element.storageSource,
  slot,
  debug: () => element.debug,
  context: () => (typeof element.context === 'function' ? (element.context as () => unknown)() : element.context),
});

/** What the views call cannot be awaited there: the state and `zaby-error` tell how it went. */
const inBackground = (task: Promise<unknown>): void => void task.catch(() => {});

/** Where the page declares a scheme, it is inherited. Where not, the colour of its text tells, and more has to be loaded. */
const followScheme = async (element: ZabyAgent, ifTextIs: RegExp): Promise<void> => {
  const { color, colorScheme } = getComputedStyle(element.parentElement ?? element);
  if (colorScheme !== 'normal' || !ifTextIs.test(color)) return;
  const { followPage } = await import('./controllers/page-scheme.js');
  followPage(element);
};

export const createConversationUi = (host: UiHost): ConversationUi => {
  const { element, fire } = host;
  const update = () => element.requestUpdate();
  const controllers = createPanelControllers(update);
  // Nobody asks for the words that are still missing: what would say them is not here either.
  let speak = createSpeech(enConversation as Strings);
  let link: ConversationLink;
  let context: ViewContext;
  let announced: unknown;
  let covers = false;
  /** Blocks that the page was told of. */
  const told = new WeakSet<UiBlock>();

  /** Not while the element is being rendered: the page may answer by changing it. */
  const tellBlock = (block: UiBlock, slot: string, turnId: string): void => {
    if (told.has(block)) return;
    told.add(block);
    queueMicrotask(() => fire('zaby-block', { turnId, block, slot }));
  };
  const tellFailure = (kind: string, cause: unknown): void => {
    const error = new ZabyError('invalid-argument', `The page's own function for blocks of the kind ${kind} failed`, {
      cause,
    });
    queueMicrotask(() => fire('zaby-error', { error, code: error.code, url: undefined, status: undefined, cause }));
  };

  const connect = () => {
    const conversation = element.conversation ?? createConversation(conversationOptions(element, placeOf(element)));
    link = linkConversation({
      conversation,
      owned: conversation !== element.conversation,
      fire,
      onState: update,
      onAnswer: host.onAnswer,
    });
    void conversation.restored.then(() => fire('zaby-ready', { conversation }));
  };

  /** What the person asks is seen, from wherever they stand, and whoever says it for them. */
  const comeIntoView = (): void => {
    if (!activeTurn(link.conversation.state)) controllers.scroll.toEnd();
  };

  const send = async (text: string): Promise<Turn | undefined> => {
    const { conversation } = link;
    if (!fire('zaby-before-send', { text })) {
      conversation.setDraft(text);
      return undefined;
    }
    comeIntoView();
    return conversation.send(text);
  };

  const actions: Actions = {
    send: (text) => inBackground(send(text)),
    setDraft: (text) => link.conversation.setDraft(text),
    stop: () => link.conversation.stop(),
    retry: () => inBackground(link.conversation.retry()),
    approve: (approvalId, editedArgs) => inBackground(link.conversation.approve(approvalId, { editedArgs })),
    reject: (approvalId, reason) =>
      inBackground(link.conversation.reject(approvalId, reason === undefined ? {} : { reason })),
    rate: (turnId: string, feedback: FeedbackInput) => inBackground(link.conversation.rate(turnId, feedback)),
    submit: (blockId, values) => {
      comeIntoView();
      inBackground(link.conversation.submit(blockId, values));
    },
    reset: () => {
      link.conversation.reset();
      focusComposer(element.renderRoot);
    },
    close: host.close,
    announce: (text) => controllers.announcer.say(text),
  };

  const words = () => speak(element, element.locale, element.strings);

  const createContext = () => {
    const { locale, strings } = words();
    return createPanelContext(
      {
        strings,
        locale: loader.answers?.canonical(locale) ?? locale,
        actions,
        state: () => link.conversation.state,
        allowedLinkHosts: element.allowedLinkHosts,
        allowedImages: element.allowedImages,
        blocks: element.blocks,
        renderers: element.renderers,
        answers: loader.answers,
        onBlock: tellBlock,
        onBlockFailed: tellFailure,
        onLinkClick: (event, url) => {
          if (!fire('zaby-link-click', { url })) event.preventDefault();
        },
      },
      controllers,
    );
  };

  const dress = () => {
    // The launcher's are among them already; each stands once, where it stood first.
    const { elementStyles } = element.constructor as typeof ZabyAgent;
    const all = [elementStyles, panelStyles, sizing?.styles ?? [], loader.answers?.styles ?? []].flat(3);
    const styles = [...new Set(all as CSSResult[])];
    const root = element.renderRoot as ShadowRoot;
    // What came by itself stays: that of figures, of colours of code, of the words beside the launcher.
    const others = root.adoptedStyleSheets.filter((sheet) => !styles.some(({ styleSheet }) => styleSheet === sheet));
    adoptStyles(root, styles);
    root.adoptedStyleSheets.push(...others);
  };

  const loader = createAnswersLoader(({ strings }) => {
    speak = createSpeech({ ...enConversation, ...strings } as Strings);
    dress();
    inBackground(followScheme(element, /./));
    context = createContext();
    update();
  });

  let language: string | undefined;
  const languages = new MutationObserver(update);
  /** Hears of another `lang` around the element. */
  const moved = (): void => {
    for (let at: Node | null = element; at; at = at.parentNode ?? ((at as ShadowRoot).host as Node | undefined) ?? null)
      languages.observe(at, { attributeFilter: ['lang'] });
  };

  const panelElement = () => element.renderRoot.querySelector<HTMLElement>('.panel')!;
  const cover = whileWanted(async () => {
    const { beSheet } = await import('./sheet.js');
    return () => beSheet(element, panelElement());
  });

  const keeping = keepBeside(element, placeOf(element));
  let sizing: Sizing | undefined;
  const size = whileWanted(async () => {
    const { createSizing } = await import('./sizing.js');
    return () => {
      sizing = createSizing({ element, panel: panelElement(), keeping, update });
      dress();
      update();
      return () => {
        sizing?.end();
        sizing = undefined;
        update();
      };
    };
  });

  dress();
  // At once where the text is not as good as black. What may become dark later has time until there is an answer.
  inBackground(followScheme(element, /^(?!rgb\(\d?\d,)/));
  connect();
  context = createContext();
  moved();
  listeners.add(update);
  const keepOpen = rememberOpen(element, keeping);

  return {
    get conversation() {
      return link.conversation;
    },
    render: (open, modal) => {
      covers = modal;
      const model: PanelModel = {
        state: link.conversation.state,
        open,
        id: element.panelId,
        mode: element.mode,
        modal,
        heading: element.heading,
        greeting: element.greeting,
        placeholder: element.placeholder,
        starters: element.starters,
        scrollMode: element.scrollMode,
        dir: element.dir,
        feedback: !element.noFeedback,
        hidden: link.hidden,
        sizing: sizing?.views(context.strings),
      };
      return renderPanel(model, context);
    },
    frame: () => (activeTurn(link.conversation.state)?.status === 'running' ? nextFrame() : undefined),
    news: (open, unread) => {
      const turn = activeTurn(link.conversation.state);
      const approval = turn?.status === 'waiting-approval';
      const activity = turn && activityOf(turn, context.strings);
      return loader.answers?.launcherNews({ open, unread, activity, approval }, context.strings);
    },
    rendered: (open) => {
      const { mode, resizable } = element;
      cover(covers);
      size(open && !covers && (mode === 'panel' || (mode === 'floating' && resizable)));
      const { state } = link.conversation;
      const last = state.turns.at(-1);
      keepOpen(last !== undefined);
      if (last) loader.want(last.id);
      if (state === announced) return;
      announced = state;
      announceChanges(state, open, context);
    },
    settingsChanged: (changed) => {
      const conversationToo = own.some((name) => changed.has(name));
      if (conversationToo) {
        link.dispose();
        connect();
      }
      const now = languageOf(element, element.locale);
      if (language !== now) void wantLocale((language = now), element.locale);
      // Another context draws every turn anew.
      if (conversationToo || words().strings !== context.strings || shown.some((name) => changed.has(name)))
        context = createContext();
    },
    moved: () => {
      // Another page is behind it there.
      cover(false);
      moved();
    },
    send,
    focusComposer: () => focusComposer(element.renderRoot),
    dispose: () => {
      cover(false);
      size(false);
      languages.disconnect();
      listeners.delete(update);
      link.dispose();
      loader.dispose();
      disposeControllers(context);
    },
  };
};
