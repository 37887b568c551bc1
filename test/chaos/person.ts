import {
  activeTurn,
  type ApprovalPart,
  type Conversation,
  type Turn,
  type ZabyError,
  isEnded,
} from '../../src/core/index.js';
import type { Plan } from './faults.js';
import type { Random } from './random.js';
import type { Story } from './story.js';

/** What the person of a story sees, and how time passes for them. */
export interface Situation {
  /** The conversation as it is now: after a reload another one. */
  conversation(): Conversation;
  sleep(milliseconds: number): Promise<void>;
  /** Resolves when something changed. */
  change(): Promise<void>;
  /** Reports what must not happen. */
  complain(what: string): void;
}

/** How long the person thinks before they act, in ms: at least and at most. */
export interface Temper {
  /** When they press Stop. */
  readonly stops?: Plan['stops'];

  readonly thinks: readonly [number, number];
  /** How often they press Retry before they give up. */
  readonly retries: number;
}

/** Whether a message has got what it gets; anything else can be tried again. */
const isSettled = ({ status, error }: Turn): boolean =>
  status === 'finished' ||
  status === 'cancelled' ||
  status === 'stopped' ||
  (status === 'failed' && error?.code === 'run-failed');

const openApproval = (turn: Turn): ApprovalPart | undefined =>
  turn.parts.find(
    (part): part is ApprovalPart =>
      part.kind === 'approval' && /^(?:pending|unconfirmed)$/.test(part.status) && wishOf(part) !== 'left to Ann',
  );

/** Reads the story's wish in the title of an approval. */
export const wishOf = ({ request }: ApprovalPart): 'approved' | 'rejected' | 'left to Ann' => {
  const told = request.title ?? request.description ?? request.reason ?? '';
  return /approve/.test(told) ? 'approved' : /reject/.test(told) ? 'rejected' : 'left to Ann';
};

/** The approvals that another person is to decide, and that are open still. */
export const leftToAnn = ({ turns }: Conversation['state']): ApprovalPart[] =>
  turns.flatMap(({ parts }) =>
    parts.filter(
      (part): part is ApprovalPart =>
        part.kind === 'approval' && part.status === 'pending' && wishOf(part) === 'left to Ann',
    ),
  );

/** Lives through a story: sends its messages, decides what is asked, tries again what failed. Resolves when all is said. */
export const live = async (
  story: Story,
  random: Random,
  situation: Situation,
  { thinks, retries, stops = [] }: Temper,
): Promise<void> => {
  const { conversation, sleep, change, complain } = situation;
  const think = (): Promise<void> => sleep(random.integer(...thinks));

  /** Does something with the conversation of this moment. A page that goes away meanwhile is no mistake. */
  const act = (what: string, action: () => Promise<unknown>, expected?: ZabyError['code']): void => {
    const mine = conversation();
    action().catch((error: unknown) => {
      const { code = 'no code' } = error as Partial<ZabyError>;
      if (code !== expected && conversation() === mine) complain(`${what} threw ${code}: ${String(error)}`);
    });
  };

  const send = (text: string, typed?: string): void => {
    const now = conversation();
    act('send()', () => now.send(text));
    // Enter and the button at the same time.
    if (random.chance(0.2)) act('a second send()', () => now.send(text), 'busy');
    if (typed !== undefined) now.setDraft(typed);
  };

  const retry = async (): Promise<void> => {
    const now = conversation();
    await now.retry().catch((error: ZabyError) => {
      // The same was pressed in another tab a moment before: what the person wants is under way.
      if (error.code !== 'busy' || !activeTurn(now.state)) throw error;
    });
  };

  const stop = async (message: number, after: number): Promise<void> => {
    await sleep(after);
    const now = conversation();
    const turn = now.state.turns.at(-1);
    if (!turn || isEnded(turn) || now.state.turns.length !== message + 1) return;
    now.stop();
    if (activeTurn(now.state)) complain('I7: a turn goes on though it was stopped');
  };

  const decide = (part: ApprovalPart): void => {
    const { approvalId = '' } = part.request;
    const now = conversation();
    const press = () =>
      wishOf(part) === 'approved' ? now.approve(approvalId) : now.reject(approvalId, { reason: 'Rather not' });
    act('a decision', press);
    if (random.chance(0.3)) act('a second press', press);
  };

  let tries = 0;
  for (;;) {
    const { state } = conversation();
    const { turns, restoring, draft } = state;
    const last = turns.at(-1);
    const next = story.messages[turns.length];
    const rating = story.messages[turns.length - 1]?.rating;
    if (restoring || (last && !isEnded(last) && !openApproval(last))) {
      await change();
      continue;
    }
    await think();
    if (conversation().state !== state) continue;
    if (last && !isEnded(last)) decide(openApproval(last)!);
    else if (last && !isSettled(last)) {
      tries += 1;
      if (tries > retries) throw new Error(`The person gave up: ${last.status}, ${JSON.stringify(last.error)}`);
      if (last.returned && !draft.startsWith(last.question))
        complain('The text of a message that was not taken is lost');
      if (last.returned && draft === last.question && random.chance(0.5)) send(draft);
      else act('retry()', retry);
    } else if (last && last.status !== 'stopped' && rating !== undefined && last.feedback?.status !== 'sent') {
      // One that was under way when the page went away tells nobody how it ended.
      if (last.feedback?.status === 'sending') await Promise.race([change(), sleep(60_000)]);
      if (conversation().state === state)
        void conversation()
          .rate(last.id, { rating })
          .catch(() => {});
    } else if (next) {
      tries = 0;
      for (const { message, after } of stops) if (message === turns.length) void stop(message, after);
      send(next.text, next.draft);
    } else return;
  }
};
