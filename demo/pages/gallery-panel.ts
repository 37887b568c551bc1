import { LitElement, type PropertyValues, html } from 'lit';
import type { ConversationState, Turn } from '../../src/core/index.js';
import { type Answers, answers } from '../../src/element/answers.js';
import { createSpeech } from '../../src/element/controllers/strings.js';
import { en } from '../../src/element/locales/en.js';
import {
  type PanelModel,
  type ViewContext,
  announceChanges,
  createPanelContext,
  createPanelControllers,
  disposeControllers,
  panelStyles,
  renderPanel,
} from '../../src/element/panel.js';
import { galleryNow } from './gallery-states.js';
import { renderers } from './renderers.js';

const noApprovals: ReadonlySet<string> = new Set();

/** What a person did, as `name` and arguments; a test reads it. */
export type Act = readonly [string, ...unknown[]];

/** The panel of the widget around a state that somebody else made: no core, no network. */
export class GalleryPanel extends LitElement {
  static override readonly properties = {
    state: { attribute: false },
    starters: { attribute: false },
    mode: { reflect: true },
    scrollMode: { attribute: false },
    open: { type: Boolean },
    modal: { type: Boolean },
    locale: {},
    direction: {},
    answers: { attribute: false },
  };
  static override readonly styles = [...panelStyles, ...answers.styles];

  declare state: ConversationState;
  declare starters: readonly string[];
  declare mode: PanelModel['mode'];
  declare scrollMode: PanelModel['scrollMode'];
  declare open: boolean;
  declare modal: boolean;
  declare locale: string | undefined;
  /** As a page sets `dir` on the element. */
  declare direction: string | undefined;
  /** What draws the agent's words; absent while it is on its way. */
  declare answers: Answers | undefined;

  readonly acts: Act[] = [];
  /** What the wall clock shows, ms. */
  clock = galleryNow;
  readonly controllers = createPanelControllers(() => this.requestUpdate());
  readonly #speak = createSpeech(en);
  #context: ViewContext | undefined;

  constructor() {
    super();
    this.starters = [];
    this.mode = 'inline';
    this.scrollMode = 'pin-to-bottom';
    this.open = true;
    this.modal = false;
    this.answers = answers;
  }

  /** Does what the core would, as far as one sees it. */
  #act(name: string, ...values: unknown[]): void {
    this.acts.push([name, ...values]);
    const { state } = this;
    if (name === 'setDraft') this.state = { ...state, draft: String(values[0]) };
    if (name === 'rate') {
      const [id, feedback] = values as [string, object];
      this.#changeTurns((turn) => (turn.id === id ? { ...turn, feedback: { ...feedback, status: 'sent' } } : turn));
    }
    if (name === 'approve' || name === 'reject') {
      this.#changeTurns((turn) => ({
        ...turn,
        parts: turn.parts.map((part) => (part.kind === 'approval' ? { ...part, status: 'sending' } : part)),
      }));
    }
    if (name === 'submit') {
      const [blockId, entered] = values as [string, Record<string, unknown>];
      this.state = {
        ...state,
        turns: [
          ...state.turns,
          {
            ...state.turns.at(-1)!,
            id: `form-${blockId}`,
            question: '',
            parts: [],
            form: { blockId, values: entered },
          },
        ],
      };
    }
    if (name === 'announce') this.controllers.announcer.say(String(values[0]));
  }

  #changeTurns(change: (turn: Turn) => Turn): void {
    this.state = { ...this.state, turns: this.state.turns.map(change) };
  }

  #createContext(): ViewContext {
    const act =
      (name: string) =>
      (...values: unknown[]): void =>
        this.#act(name, ...values);
    const actions = {
      send: act('send'),
      setDraft: act('setDraft'),
      stop: act('stop'),
      retry: act('retry'),
      approve: act('approve'),
      reject: act('reject'),
      rate: act('rate'),
      submit: act('submit'),
      reset: act('reset'),
      close: act('close'),
      announce: act('announce'),
    };
    return createPanelContext(
      {
        ...this.#speak(this, this.locale),
        actions,
        answers: this.answers,
        renderers,
        state: () => this.state,
        now: () => this.clock,
      },
      this.controllers,
    );
  }

  override willUpdate(changed: PropertyValues): void {
    if (!this.#context || changed.has('locale') || changed.has('answers')) this.#context = this.#createContext();
    if (changed.has('state')) announceChanges(this.state, this.open, this.#context);
  }

  override render() {
    return html`${renderPanel(
      {
        state: this.state,
        open: this.open,
        id: 'panel',
        mode: this.mode,
        scrollMode: this.scrollMode,
        dir: this.direction,
        modal: this.modal,
        starters: this.starters,
        feedback: true,
        hidden: noApprovals,
      },
      this.#context!,
    )}`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    disposeControllers(this.controllers);
  }
}
