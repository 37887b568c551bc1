import {
  LitElement,
  type PropertyDeclaration,
  type PropertyDeclarations,
  type PropertyValues,
  html,
  nothing,
} from 'lit';
import type { Conversation, FeedbackInput, GetToken, StorageAdapter, StorageKind, Turn } from '../core/index.js';
import type { BlockRenderer } from './blocks/index.js';
import type { ScrollMode } from './controllers/scroll.js';
import type { ConversationUi } from './conversation-ui.js';
import { createSpeech, languageOf } from './controllers/strings.js';
import { whileWanted } from './controllers/while-wanted.js';
import { fireOn } from './events.js';
import { enLauncher, launcherStyles, renderLauncher, renderLost } from './launcher.js';
import { type StringOverrides, wantLocale } from './locales/index.js';
import type { FenceRenderer } from './markdown/index.js';
import { oneOf, textList, wordList } from './settings.js';
import { hasUnfinishedRun } from './unfinished.js';

const modes = ['inline', 'floating', 'panel', 'page'] as const;
const placements = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;
const schemes = ['auto', 'light', 'dark'] as const;
const scrollModes = ['pin-to-bottom', 'pin-to-question', 'none'] as const satisfies readonly ScrollMode[];
const storages = ['session', 'local', 'none'] as const;

let elements = 0;

/**
 * A chat with a Zaby agent, in one tag.
 *
 * ```html
 * <script src="zaby-agent.js"></script>
 * <zaby-agent token-url="/api/zaby-token" mode="floating" heading="Ask us"></zaby-agent>
 * ```
 *
 * @tagname zaby-agent
 *
 * @slot launcher - What the floating button shows
 * @slot header-start - Before the heading, such as a logo
 * @slot header-end - After the heading, before the buttons
 * @slot empty - Replaces the greeting of an empty conversation
 * @slot before-composer - Between the transcript and the composer
 * @slot footer - Below the composer, such as a privacy note
 *
 * @fires {CustomEvent<ReadyDetail>} zaby-ready - The widget can be used
 * @fires {CustomEvent<null>} zaby-open - The panel was opened
 * @fires {CustomEvent<null>} zaby-close - The panel was closed
 * @fires {CustomEvent<BeforeSendDetail>} zaby-before-send - A message is about to be sent; cancel to keep its text in the composer
 * @fires {CustomEvent<MessageDetail>} zaby-message - The person's message was sent, or the agent's answer has ended
 * @fires {CustomEvent<RunStartDetail>} zaby-run-start - The platform accepted a question
 * @fires {CustomEvent<RunEventDetail>} zaby-run-event - Something happened in a run
 * @fires {CustomEvent<RunEndDetail>} zaby-run-end - A run is over, however it ended
 * @fires {CustomEvent<ApprovalRequestDetail>} zaby-approval-request - The agent wants permission; cancel to show no card
 * @fires {CustomEvent<ApprovalResolvedDetail>} zaby-approval-resolved - A request was decided or has expired
 * @fires {CustomEvent<FeedbackDetail>} zaby-feedback - A rating reached the platform
 * @fires {CustomEvent<LinkClickDetail>} zaby-link-click - A link in an answer was clicked; cancel to stay
 * @fires {CustomEvent<BlockDetail>} zaby-block - A block of the agent's is shown, or has changed; the page may fill its slot
 * @fires {CustomEvent<IdentityExpiredDetail>} zaby-identity-expired - Another person is signed in; the transcript was wiped
 * @fires {CustomEvent<UnreadChangeDetail>} zaby-unread-change - The number of unread answers changed
 * @fires {CustomEvent<ErrorDetail>} zaby-error - Something failed; for the developer
 */
export class ZabyAgent extends LitElement {
  static override readonly styles = launcherStyles;

  static override readonly properties: PropertyDeclarations = {
    tokenUrl: { attribute: 'token-url' },
    apiOrigin: { attribute: 'api-origin' },
    runtimeUrl: { attribute: 'runtime-url' },
    agentUrl: { attribute: 'agent-url' },
    tokenCredentials: { attribute: 'token-credentials' },
    mode: { reflect: true, converter: oneOf('mode', modes) },
    placement: { reflect: true, converter: oneOf('placement', placements) },
    resizable: { type: Boolean },
    bubble: {},
    bubbleDelay: { type: Number, attribute: 'bubble-delay' },
    open: { type: Boolean, reflect: true },
    heading: {},
    greeting: {},
    placeholder: {},
    starters: { converter: textList('starters') },
    locale: {},
    colorScheme: { attribute: 'color-scheme', reflect: true, converter: oneOf('color-scheme', schemes) },
    scrollMode: { attribute: 'scroll-mode', converter: oneOf('scroll-mode', scrollModes) },
    storage: { converter: oneOf('storage', storages) },
    storageKey: { attribute: 'storage-key' },
    userKey: { attribute: false },
    allowedLinkHosts: { attribute: 'allowed-link-hosts', converter: wordList },
    allowedImages: { attribute: 'allowed-images', converter: wordList },
    noFeedback: { type: Boolean, attribute: 'no-feedback' },
    debug: { type: Boolean },
    getToken: { attribute: false },
    context: { attribute: false },
    strings: { attribute: false },
    blocks: { attribute: false },
    renderers: { attribute: false },
    conversation: { attribute: false },
  };

  /** The endpoint of your own server that hands out runtime tokens. This or `getToken`. */
  declare tokenUrl: string | undefined;
  /** The platform's origin. Default `https://genapi.zaby.io`. */
  declare apiOrigin: string | undefined;
  /** The direct edge stream of a deployment: questions go there in one request, everything else to the platform. */
  declare runtimeUrl: string | undefined;
  /** Any endpoint that takes AG-UI's `RunAgentInput`, in place of the platform. Needs no token; one is sent where there is a way to get it. */
  declare agentUrl: string | undefined;
  /** Credentials of the request to `token-url`: `same-origin` (default), `include` or `omit`. */
  declare tokenCredentials: RequestCredentials | undefined;
  /** `inline` fills its own box, `floating` is a button in a corner that opens a panel, `panel` stands at a side, `page` fills a page. */
  declare mode: (typeof modes)[number];
  /** The corner of the page that it floats in, as `block-inline`; of a panel at a side only `start` or `end` counts. */
  declare placement: (typeof placements)[number];
  /** Whether the person may change the size of the floating panel; that of one at a side they always may. */
  declare resizable: boolean;
  /** A few words beside the closed launcher, to be pressed or dismissed; then they do not come again. */
  declare bubble: string | undefined;
  /** After how many seconds they come. */
  declare bubbleDelay: number;
  /** Whether a floating panel is open. */
  declare open: boolean;
  /** The words in the header; they name the panel. */
  declare heading: string | undefined;
  /** What an empty conversation says first. */
  declare greeting: string | undefined;
  /** Stands in the empty composer. */
  declare placeholder: string | undefined;
  /** Questions to begin with, one click each. As an attribute: a JSON array. */
  declare starters: readonly string[];
  /** A BCP 47 tag. Default: the nearest `lang`, then the browser's language. English where nobody has words for it. */
  declare locale: string | undefined;
  /** `auto` (the page's, which may be the system's), `light` or `dark`. */
  declare colorScheme: (typeof schemes)[number];
  /**
   * What the transcript does by itself: `pin-to-bottom` keeps the end in sight while the person is there, `pin-to-question` brings a new
   * question to the top and lets the answer grow below it, `none` shows what the person asked and stays there.
   */
  declare scrollMode: ScrollMode;
  /** Where the conversation survives a reload: `session` (default), `local`, `none`, or an adapter as a property. */
  declare storage: StorageKind | StorageAdapter;
  /** Replaces the token URL in the storage key. */
  declare storageKey: string | undefined;
  /** Keeps the conversations of different people apart in storage. Never sent. */
  declare userKey: string | undefined;
  /** Hosts that links may lead to, separated by spaces; `*.example.com` for all below one. Default: every host. */
  declare allowedLinkHosts: readonly string[] | undefined;
  /** Address prefixes that images may be fetched from, separated by spaces. Default: none; images show as links. */
  declare allowedImages: readonly string[] | undefined;
  /** Hides the rating of answers. */
  declare noFeedback: boolean;
  /** Prints what the conversation does to the console: calls, tokens, waits and errors, and nothing that anybody wrote. */
  declare debug: boolean;
  /** Gets a runtime token from your server; instead of `token-url`. */
  declare getToken: GetToken | undefined;
  /** Sent with every run; a function is asked anew each time. */
  declare context: unknown;
  /** Your own words; what is left out stays as it is. */
  declare strings: StringOverrides | undefined;
  /** Your own blocks, by kind: functions that draw them. */
  declare blocks: Readonly<Record<string, BlockRenderer>> | undefined;
  /** Your own drawings of fenced blocks, such as formulas and diagrams, by the word behind the fence. */
  declare renderers: Readonly<Record<string, FenceRenderer>> | undefined;

  /** A conversation to show instead of one of the element's own; it is never disposed here, and its settings win. */
  declare conversation: Conversation | undefined;

  readonly #fire = fireOn(this);
  readonly #speak = createSpeech(enLauncher);
  #ui: ConversationUi | undefined;
  #loading: Promise<ConversationUi> | undefined;
  /** A file did not arrive: it is asked for again when the person wants it, not before. */
  #lost = false;
  #unread = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** Ends the wait of a conversation that was asked for while the element was nowhere. */
  #whenBack: (() => void) | undefined;
  #narrow: MediaQueryList | undefined;
  /** Where the focus goes after the next rendering, because a person opened or closed the panel. */
  #focusNext: 'composer' | 'launcher' | undefined;

  constructor() {
    super();
    this.mode = 'inline';
    this.placement = 'bottom-end';
    this.bubbleDelay = 3;
    this.open = false;
    this.starters = [];
    this.colorScheme = 'auto';
    this.scrollMode = 'pin-to-bottom';
    this.storage = 'session';
    this.noFeedback = this.debug = this.resizable = false;
  }

  /** The id of the panel inside the element, for its launcher. */
  readonly panelId = `zaby-panel-${++elements}`;

  /** What tells this conversation's storage from others: the storage key, or the URL of the tokens or the agent as it was written. */
  get storageSource(): string {
    return this.storageKey ?? this.tokenUrl ?? this.agentUrl ?? 'custom';
  }

  /** Opens a floating panel. */
  show(): void {
    if (this.mode !== 'floating' || this.open) return;
    this.open = true;
    // The focus follows only what a person did just now.
    if (navigator.userActivation?.isActive) this.#focusNext = 'composer';
  }

  /** Closes a floating panel. The run goes on. */
  hide(): void {
    if (!this.open) return;
    const inside = this.matches(':focus-within');
    this.open = false;
    if (inside) this.#focusNext = 'launcher';
  }

  toggle(): void {
    if (this.open) this.hide();
    else this.show();
  }

  /** Sends a message as if the person had. Resolves with the turn when it has ended; `undefined` where `zaby-before-send` was cancelled. */
  async sendMessage(text: string): Promise<Turn | undefined> {
    return (await this.#load()).send(text);
  }

  /** Puts a text into the composer, for the person to send. */
  async setComposerValue(text: string): Promise<void> {
    (await this.#load()).conversation.setDraft(text);
  }

  /** Opens the panel where it is closed, and puts the cursor into the composer. */
  async focusComposer(): Promise<void> {
    this.show();
    const ui = await this.#load();
    await this.updateComplete;
    ui.focusComposer();
  }

  /** Ends the running answer here and now. */
  async stop(): Promise<void> {
    (await this.#load()).conversation.stop();
  }

  /** Tries the last turn again. */
  async retry(): Promise<Turn> {
    return (await this.#load()).conversation.retry();
  }

  /** Starts a new conversation. */
  async reset(): Promise<void> {
    (await this.#load()).conversation.reset();
  }

  /** Wipes what was kept for this person and the tokens. */
  async logout(): Promise<void> {
    await (await this.#load()).conversation.logout();
  }

  /** Allows what the agent asked for, on the person's word. */
  async approve(approvalId: string, options?: { editedArgs?: unknown }): Promise<void> {
    await (await this.#load()).conversation.approve(approvalId, options);
  }

  /** Refuses what the agent asked for, on the person's word. */
  async reject(approvalId: string, options?: { reason?: string }): Promise<void> {
    await (await this.#load()).conversation.reject(approvalId, options);
  }

  /** Rates an answer; the last rating wins. */
  async submitFeedback(turnId: string, feedback: FeedbackInput): Promise<void> {
    await (await this.#load()).conversation.rate(turnId, feedback);
  }

  override requestUpdate(name?: PropertyKey, old?: unknown, options?: PropertyDeclaration): void {
    super.requestUpdate(name, old, options);
    // However it was opened: by a method, the property or the attribute. What it is from the start is no news.
    if (name !== 'open' || !this.hasUpdated || old === this.open) return;
    if (this.open) this.#setUnread(0);
    this.#lost = false;
    this.#fire(this.open ? 'zaby-open' : 'zaby-close', null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    this.#whenBack?.();
    this.#ui?.moved();
    this.#narrow ??= matchMedia('(width < 480px), (height < 440px)');
    this.#narrow.addEventListener('change', this.#redraw);
    // Attributes are here, properties may still come in the same task: the first update decides what to load.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#greet(false);
    this.#narrow?.removeEventListener('change', this.#redraw);
    // An element that is moved comes back within the same task, and its run goes on.
    this.#leaving = setTimeout(() => {
      if (!this.#ui) return;
      this.#ui.dispose();
      this.#ui = this.#loading = undefined;
    });
  }

  /** Once a frame while an answer streams, however many events arrive in between. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.#ui?.frame();
    super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#ui?.settingsChanged(changed);
  }

  protected override render(): unknown {
    const floating = this.mode === 'floating';
    const isOpen = this.open || !floating;
    const panel = this.#ui
      ? this.#ui.render(isOpen, floating && this.open && (this.#narrow?.matches ?? false))
      : isOpen && this.#lost
        ? renderLost(this.#speech(), this.#intend)
        : nothing;
    return floating ? html`${panel}${this.#launcher()}` : html`${panel}`;
  }

  protected override updated(): void {
    if (
      this.isConnected &&
      !this.#lost &&
      (this.mode !== 'floating' || this.open || this.conversation || this.#hasUnfinishedRun())
    )
      this.#intend();
    this.#ui?.rendered(this.open || this.mode !== 'floating');
    this.#greet(this.mode === 'floating' && !this.open && !!this.bubble);
    this.#moveFocus();
  }

  #launcher(): unknown {
    return renderLauncher(
      {
        open: this.open,
        panelId: this.#ui && this.panelId,
        news: this.#ui?.news(this.open, this.#unread),
      },
      {
        ...this.#speech(),
        toggle: this.#toggleByHand,
        intend: this.#intend,
      },
    );
  }

  #speech() {
    return this.#speak(this, this.locale, this.strings);
  }

  readonly #greet = whileWanted(async () => {
    const { startBubble } = await import('./bubble.js');
    return () => startBubble(this, () => this.#speech().strings);
  });

  readonly #redraw = (): void => this.requestUpdate();

  readonly #toggleByHand = (): void => {
    this.toggle();
    this.#focusNext = this.open ? 'composer' : 'launcher';
  };

  /** Hovering or focusing the launcher is a first sign that it will be pressed. */
  readonly #intend = (): void => void this.#load().catch(() => {});

  #hasUnfinishedRun(): boolean {
    if (this.#loading) return false;
    // An adapter cannot be asked without the core; it is asked when the conversation is.
    return (
      (this.storage === 'session' || this.storage === 'local') && hasUnfinishedRun(this.storage, this.storageSource)
    );
  }

  /** Loads the conversation once; whoever asks before it is there waits. */
  #load(): Promise<ConversationUi> {
    this.#loading ??= this.#create().catch((error: unknown) => {
      this.#loading = undefined;
      this.#lost = true;
      this.requestUpdate();
      throw error;
    });
    return this.#loading;
  }

  async #create(): Promise<ConversationUi> {
    // Beside each other; then nothing is said in English first.
    const words = wantLocale(languageOf(this, this.locale), this.locale);
    const { createConversationUi } = await import('./conversation-ui.js');
    await words;
    await this.updateComplete;
    // Removed in the meantime: a conversation nobody sees would never be let go of.
    if (!this.isConnected) await new Promise<void>((resolve) => (this.#whenBack = resolve));
    this.#ui = createConversationUi({
      element: this,
      fire: this.#fire,
      onAnswer: () => {
        if (this.mode === 'floating' && !this.open) this.#setUnread(this.#unread + 1);
      },
      close: () => {
        this.hide();
        this.#focusNext = 'launcher';
      },
    });
    this.requestUpdate();
    return this.#ui;
  }

  #setUnread(count: number): void {
    if (count === this.#unread) return;
    this.#unread = count;
    this.#fire('zaby-unread-change', { count });
    this.requestUpdate();
  }

  #moveFocus(): void {
    if (this.#focusNext === 'composer' && this.#ui) this.#ui.focusComposer();
    else if (this.#focusNext === 'launcher')
      this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus({ preventScroll: true });
    else return;
    this.#focusNext = undefined;
  }
}
