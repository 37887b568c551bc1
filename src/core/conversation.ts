import { createApprovals } from './approvals.js';
import type { OnWait } from './backoff.js';
import { createCall } from './call.js';
import type { Conversation, ConversationEvent, ConversationOptions, Message } from './contract.js';
import { createWitness } from './diagnostics.js';
import { createEmitter, iterate } from './emitter.js';
import { defaultEnv } from './env.js';
import { ZabyError } from './errors.js';
import { type Saved, createPersistence, storagePrefix } from './persistence.js';
import { createPlatform } from './platform.js';
import { defaultPolicy } from './policy.js';
import { createRatings } from './ratings.js';
import { type Change, createState, reduce } from './reduce.js';
import {
  type ConversationState,
  type Turn,
  activeTurn,
  hasGap,
  isEnded,
  pendingApprovals,
  wasGivenUp,
} from './state.js';
import { createStorage } from './storage.js';
import { createTokenManager } from './token-manager.js';
import { createTokenSource } from './token-source.js';
import { createRuntimeTransport } from './transports/runtime.js';
import type { Task, Transport } from './transports/transport.js';
import { type JsonObject, defined, isObject } from './wire.js';
import { asText } from './wire-fields.js';
import { createWork } from './work.js';

/** What a turn begins with. */
type Asked = Pick<Turn, 'question'> & { [Key in 'attachments' | 'form']?: Turn[Key] | undefined };

/**
 * A conversation with an agent. READ FIRST: it joins the parts of this folder, actions in, state out.
 *
 * `token-manager` and a transport reach the server, `work` drives the turn that is active, `reduce` is the only place where state moves,
 * `persistence` keeps it. What is decided here is only who may do what when.
 *
 * @throws ZabyError `invalid-argument` where there is no way to get a token
 */
export const createConversation = (options: ConversationOptions): Conversation => {
  const { env = defaultEnv } = options;
  const witness = createWitness(env, options.debug);
  const { note } = witness;
  const policy = { ...defaultPolicy, ...options.policy };
  const prefix = storagePrefix(options.storageKey ?? options.tokenUrl ?? options.agentUrl ?? 'custom', options.userKey);

  let state: ConversationState = createState(options.conversationId ?? env.uuid());
  let agentSessionId: string | undefined;
  /** Ends with `reset()`; `disposal` only with the conversation itself. */
  let life = new AbortController();
  const disposal = new AbortController();
  let offline = false;
  /** True once the person acted: only then is anything written. */
  let touched = false;
  /** The draft was typed in this life of the page, and not sent. */
  let typed = false;
  /** Turns begun in this life of the page; they belong to whoever is signed in now. */
  const fresh = new Set<string>();
  const states = createEmitter<ConversationState>();
  const events = createEmitter<ConversationEvent>();

  const dispatch = (change: Change) => {
    const before = state;
    state = reduce(state, change);
    if (state === before) return;
    witness.changed(change, before, state);
    // It is as much this person's as what they type.
    if (change.type === 'returned') typed = true;
    states.emit(state);
    if (touched && !state.restoring && change.type !== 'restored') persistence.save(false, change.type === 'draft');
  };
  const emit = (event: ConversationEvent) => {
    witness.happened(event);
    events.emit(event);
  };
  const storage = createStorage(options.storage ?? 'session', env);
  const record = (): Saved =>
    defined({ version: 1 as const, state: { ...state, restoring: false }, run: work.place, agentSessionId });
  const key = `${prefix}${options.slot ?? 0}`;
  const persistence = createPersistence(storage, key, record, env);

  const letGo = () => {
    work.forget();
    life.abort(new ZabyError('disposed', 'The conversation was let go'));
    tokens?.wipe();
  };

  const { agentUrl, runtimeUrl, getToken, tokenUrl } = options;
  /** A host's endpoint that asks for patience keeps a turn waiting. A moment is not worth a word. */
  const onWait: OnWait = (reconnect) => {
    const turn = activeTurn(state);
    if (turn && reconnect.nextAt - env.date() > 1_000) dispatch({ type: 'connection', turnId: turn.id, reconnect });
  };
  const onSession = (session: string) => {
    const changed = agentSessionId !== undefined && agentSessionId !== session;
    agentSessionId = session;
    if (!changed) return;
    dispatch({ type: 'identity-changed', own: fresh, draft: typed ? state.draft : '' });
    if (!activeTurn(state)) work.forget();
    emit({ type: 'identity-expired', conversationId: state.conversationId });
  };
  // An endpoint of the host's own may know its visitors by other means.
  const tokens =
    agentUrl !== undefined && !getToken && !tokenUrl
      ? undefined
      : createTokenManager({
          source: createTokenSource(options, env, policy, onWait, note),
          conversationId: () => state.conversationId,
          onSession,
          note,
          env,
          policy,
        });
  const call = createCall(tokens, env, policy, note);
  const platform = createPlatform(options.apiOrigin ?? 'https://genapi.zaby.io', call, policy);

  const others = { read: () => state, call, platform, env, policy };
  const load = async () =>
    agentUrl
      ? (await import('./transports/agent.js')).createAgentTransport(agentUrl, others)
      : runtimeUrl
        ? (await import('./transports/edge.js')).createEdgeTransport(runtimeUrl, others)
        : createRuntimeTransport(platform, env, policy);
  let loading: Promise<Transport> | undefined;
  /** One for all turns. A file that did not arrive is asked for again at the next need. */
  const transport = () =>
    (loading ??= load().catch((cause: unknown) => {
      loading = undefined;
      throw new ZabyError('network', 'A file of the package did not load', { retryable: true, cause });
    }));

  const shared = { transport, env, read: () => state, dispatch, emit, signal: () => life.signal };
  const work = createWork({ ...shared, states, onEnd: () => touched && persistence.save(true) });
  const approvals = createApprovals({ ...shared, wake: () => work.wake(), offline: () => offline });
  const ratings = createRatings(shared);

  const stopSignals = env.signals((signal) => {
    const { type } = signal;
    if (type !== 'storage') note('page', type);
    if (type === 'offline' || type === 'online') offline = type === 'offline';
    if (type === 'online') approvals.online();
    if (type !== 'pageshow' && (type !== 'storage' || signal.key !== key)) return;
    // Begun anew, or logged out, in another tab or page: what is gone there is not kept here.
    if (persistence.isGone()) conversation.reset();
    else catchUp();
  });

  const inputOf = (turn: Turn, context: unknown = options.context): JsonObject => {
    const { question: message, attachments, form } = turn;
    const told: unknown = typeof context === 'function' ? (context as () => unknown)() : context;
    return defined({ message, context: told, attachments, form });
  };

  const assertFree = () => {
    if (disposal.signal.aborted) throw new ZabyError('disposed', 'The conversation was let go');
    catchUp();
    if (activeTurn(state)) throw new ZabyError('busy', 'The last turn is not over: stop() it, or wait');
  };

  const ask = ({ question, attachments, form }: Asked, context?: unknown): Promise<Turn> => {
    assertFree();
    const what = { question, attachments, form };
    const again = takeReturned(what);
    const turn: Turn = defined({
      ...what,
      id: again?.id ?? env.uuid(),
      // The same question after a lost answer keeps its key: the platform starts one run at most.
      requestId: again?.requestId ?? env.uuid(),
      askedAt: env.date(),
      status: 'sending' as const,
      parts: [],
    });
    touched = true;
    typed = false;
    fresh.add(turn.id);
    dispatch({ type: 'asked', turn });
    persistence.save(true);
    emit({ type: 'turn-started', turn });
    return work.begin(turn, () => inputOf(turn, context), undefined, again ? 'retried' : 'asked');
  };

  /** A question that came back to the composer makes room for the next; asked again unchanged, it keeps its identity. */
  const takeReturned = (what: Asked): Turn | undefined => {
    const last = state.turns.at(-1);
    if (!last?.returned) return undefined;
    const told = ({ question, attachments, form }: Asked) => asText([question, attachments, form]);
    // What is no JSON is like nothing else.
    const same = told(what) !== '' && told(last) === told(what);
    // Of what is more than text nothing came back: it stays, to be tried again.
    if (same || !(last.form || last.attachments)) dispatch({ type: 'dropped', turnId: last.id });
    return same ? last : undefined;
  };

  /** Goes on with the run of a turn where its stream was left, or asks again with the same key. */
  const continueTurn = (turn: Turn, cause: Task['cause']): Promise<Turn> => {
    const { place } = work;
    dispatch({ type: 'asked-again', turnId: turn.id });
    if (turn.returned && state.draft.startsWith(turn.question))
      dispatch({ type: 'draft', text: state.draft.slice(turn.question.length).replace(/^\n/, '') });
    // What is missing behind us is not told again from where we are.
    const mine = place?.turnId === turn.id && !hasGap(turn) ? place : undefined;
    return work.begin(state.turns.at(-1) ?? turn, () => inputOf(turn), mine, cause);
  };

  let restored = Promise.resolve();
  const conversation: Conversation = {
    get state() {
      return state;
    },
    subscribe: states.listen,
    listen: events.listen,
    events: ({ signal } = {}) => iterate(events, signal ? AbortSignal.any([signal, disposal.signal]) : disposal.signal),
    get restored() {
      return restored;
    },

    send: async (message) => {
      const { text, context, attachments }: Message = typeof message === 'string' ? { text: message } : (message ?? {});
      const question = typeof text === 'string' ? text.trim() : '';
      if (!question && !attachments?.length) throw new ZabyError('invalid-argument', 'There is nothing to send');
      if (state.restoring) await restored;
      assertFree();
      const { draft } = state;
      const wasTyped = typed;
      const asked = ask({ question, attachments }, context);
      // What else stands in the composer was not sent.
      if (draft.trim() !== question && draft !== '') {
        typed = wasTyped;
        dispatch({ type: 'draft', text: draft });
      }
      return asked;
    },

    submit: async (blockId, values) => {
      if (typeof blockId !== 'string' || !isObject(values))
        throw new ZabyError('invalid-argument', 'A form needs its block and values');
      if (state.restoring) await restored;
      return ask({ question: '', form: { blockId, values } });
    },

    stop: () => {
      const turn = activeTurn(state);
      if (!turn) return;
      work.abandon();
      dispatch({ type: 'ended', turnId: turn.id, status: 'stopped', at: env.date() });
    },

    retry: async () => {
      if (state.restoring) await restored;
      assertFree();
      const last = state.turns.at(-1);
      if (!last) throw new ZabyError('invalid-argument', 'There is nothing to retry');
      touched = true;
      fresh.add(last.id);
      // Also a question that was stopped on its way keeps its key: it may have arrived.
      const isForgotten = last.runId !== undefined && last.error?.status === 404;
      if (!isForgotten && (last.runId === undefined || hasGap(last) || wasGivenUp(last)))
        return continueTurn(last, 'retried');
      const { question, attachments, form } = last;
      return ask(defined({ question, attachments, form }));
    },

    approve: (approvalId, { editedArgs } = {}) =>
      approvals.decide('approved', approvalId, editedArgs === undefined ? {} : { editedArgs }),
    reject: (approvalId, { reason } = {}) => approvals.decide('rejected', approvalId, reason ? { reason } : {}),
    rate: ratings.rate,

    setDraft: (text) => {
      if (typeof text !== 'string') throw new ZabyError('invalid-argument', 'A draft is text');
      touched = typed = true;
      dispatch({ type: 'draft', text });
    },

    diagnostics: {
      export: () => witness.report(state, { token: tokens?.look(), lastEventId: work.place?.cursor.id }),
    },

    reset: () => {
      if (disposal.signal.aborted) return;
      letGo();
      life = new AbortController();
      agentSessionId = undefined;
      persistence.remove();
      touched = typed = false;
      dispatch({ type: 'restored', state: createState(env.uuid()) });
    },

    logout: async () => {
      const { conversationId } = state;
      conversation.reset();
      emit({ type: 'identity-expired', conversationId });
      for (const one of await storage.keys()) if (one.startsWith(prefix)) await storage.remove(one);
    },

    dispose: () => {
      persistence.dispose();
      stopSignals();
      letGo();
      disposal.abort(life.signal.reason);
      states.clear();
      events.clear();
    },
  };

  /** Takes over what was kept: by an earlier life of the page (`first`), or since then by another tab. */
  const restore = ({ state: kept, agentSessionId: session, run: place }: Saved, first: boolean) => {
    touched = true;
    agentSessionId = session;
    const before = activeTurn(state);
    if (!first && kept.conversationId !== state.conversationId) {
      // Both began one at the same moment, and that of the other tab stays: what was asked here is there to be asked again.
      if (before?.question && fresh.has(before.id)) conversation.setDraft(`${before.question}\n${state.draft}`.trim());
      letGo();
      life = new AbortController();
    }
    work.place = place;
    // What came back to both was sent again there.
    const back = state.turns.find(({ returned }) => returned);
    if (back && kept.turns.some(({ id, returned }) => id === back.id && !returned)) typed = false;
    // What the person typed here stays.
    const draft = typed ? state.draft : kept.draft;
    // What is followed here goes on as it is: another tab may lag behind, or have given up. Its end counts, whoever heard it.
    const alive = before?.id === work.turnId ? before : undefined;
    const theirs = alive && kept.turns.find(({ id }) => id === alive.id);
    const isGivenUp = theirs !== undefined && wasGivenUp(theirs);
    const turns = kept.turns.map((one) => (one === theirs && (isGivenUp || !isEnded(one)) ? alive! : one));
    // Both asked at the same moment: each follows its own to the end, which is the last as long as it is at work.
    if (alive && turns.includes(alive)) turns.push(...turns.splice(turns.indexOf(alive), 1));
    // The shared state goes with the events that changed it.
    const followed = alive && turns.includes(alive) ? state : kept;
    dispatch({
      type: 'restored',
      state: { ...kept, turns, draft, shared: followed.shared, restoring: false },
    });
    if (isGivenUp) persistence.save();
    const turn = activeTurn(state);
    for (const one of first ? state.turns : []) {
      if (one.feedback?.status === 'sending') ratings.rate(one.id, one.feedback).catch(() => {});
      // Two tabs asked at once, and only the last is followed.
      if (one !== turn && !isEnded(one))
        dispatch({ type: 'ended', turnId: one.id, status: 'incomplete', at: env.date() });
    }
    if (turn?.id === work.turnId) return;
    // Stopped by the other tab.
    if (before?.id === work.turnId) work.abandon();
    // What another tab is sending just now is not sent from here as well; and an agent's endpoint may have but one listener.
    if (!turn || !(first || (turn.runId && !agentUrl))) return;
    void continueTurn(turn, 'restored');
    // They wait for the person again. Who has just made this conversation is not listening yet.
    queueMicrotask(() => {
      for (const part of pendingApprovals(turn)) emit({ type: 'approval-requested', turnId: turn.id, partId: part.id });
    });
  };

  /** Takes over what another tab did. */
  const catchUp = () => {
    const saved = persistence.news();
    if (saved) restore(saved, false);
  };

  const begin = (saved: Saved | undefined) => {
    // A conversation that was asked for by its id is not another one.
    if (saved && (options.conversationId ?? saved.state.conversationId) === saved.state.conversationId)
      restore(saved, true);
    else dispatch({ type: 'restoring', restoring: false });
  };
  const loaded = persistence.load();
  if (loaded instanceof Promise) {
    dispatch({ type: 'restoring', restoring: true });
    const { signal } = life;
    restored = loaded.then((saved) => (signal.aborted ? undefined : begin(saved)));
  } else begin(loaded);
  return conversation;
};
