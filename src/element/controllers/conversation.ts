import {
  type Conversation,
  type ConversationEvent,
  type ConversationState,
  type Turn,
  type ApprovalPart,
  answerText,
} from '../../core/index.js';
import type { Fire } from '../events.js';
import { warnOnce } from '../settings.js';
import { developerHint } from './developer-hint.js';

/**
 * Ties a conversation to an element: tells it when to draw, and turns what happens into DOM events.
 *
 * It does not make the conversation, and disposes of it only where it is the element's own.
 */
export interface ConversationLink {
  readonly conversation: Conversation;
  /** Approvals that the host shows itself, as `turn id/part id`. */
  readonly hidden: ReadonlySet<string>;
  dispose(): void;
}

export interface ConversationLinkOptions {
  readonly conversation: Conversation;
  /** An injected conversation outlives the element. */
  readonly owned: boolean;
  readonly fire: Fire;
  readonly onState: (state: ConversationState) => void;
  /** An answer has ended. */
  readonly onAnswer: () => void;
}

export const linkConversation = ({
  conversation,
  owned,
  fire,
  onState,
  onAnswer,
}: ConversationLinkOptions): ConversationLink => {
  let hidden: ReadonlySet<string> = new Set();

  const approval = (turnId: string, partId: string): ApprovalPart | undefined =>
    conversation.state.turns
      .find((turn) => turn.id === turnId)
      ?.parts.find((part): part is ApprovalPart => part.kind === 'approval' && part.id === partId);

  const ended = (turn: Turn) => {
    fire('zaby-run-end', { turn, status: turn.status });
    const text = answerText(turn);
    if (text) fire('zaby-message', { role: 'agent', text, turn });
    onAnswer();
  };

  const heard = (event: ConversationEvent): void => {
    switch (event.type) {
      case 'turn-started':
        fire('zaby-message', { role: 'user', text: event.turn.question, turn: event.turn });
        return;
      case 'run-accepted':
        fire('zaby-run-start', { turnId: event.turn.id, runId: event.turn.runId ?? '' });
        return;
      case 'agent-event':
        fire('zaby-run-event', { turnId: event.turnId, event: event.event });
        return;
      case 'turn-ended':
        ended(event.turn);
        return;
      case 'approval-requested': {
        const part = approval(event.turnId, event.partId);
        if (part && !fire('zaby-approval-request', { turnId: event.turnId, approval: part }))
          hidden = new Set([...hidden, `${event.turnId}/${event.partId}`]);
        return;
      }
      case 'approval-resolved': {
        const part = approval(event.turnId, event.partId);
        if (part) fire('zaby-approval-resolved', { turnId: event.turnId, approval: part });
        return;
      }
      case 'feedback':
        if (event.turn.feedback) fire('zaby-feedback', { turn: event.turn, feedback: event.turn.feedback });
        return;
      case 'identity-expired':
        fire('zaby-identity-expired', { conversationId: event.conversationId });
        return;
      case 'error': {
        const { error, turnId } = event;
        const hint = developerHint(error, location.origin, navigator.onLine);
        if (hint) warnOnce(hint);
        fire('zaby-error', {
          error,
          code: error.code,
          url: error.url,
          status: error.status,
          cause: error.cause,
          turnId,
        });
      }
    }
  };

  const stops = [conversation.subscribe(onState), conversation.listen(heard)];
  return {
    conversation,
    get hidden() {
      return hidden;
    },
    dispose: () => {
      for (const stop of stops) stop();
      if (owned) conversation.dispose();
    },
  };
};
