import { pendingApprovals, type ApprovalPart, type Conversation, type Turn } from '../../src/core/index.js';
import { help, readCommand, readVerdict, type Command } from './command.js';
import type { Lines } from './lines.js';
import { brief, plain } from './plain.js';
import type { Transcript } from './transcript.js';

/** What a terminal chat is made of. */
export interface Chat {
  readonly conversation: Conversation;
  readonly lines: Lines;
  readonly transcript: Transcript;
  /** Shows that it is the person's turn to type. */
  prompt(): void;
}

/** Holds the conversation until the person quits or the input ends. */
export const chat = async ({ conversation, lines, transcript, prompt }: Chat): Promise<void> => {
  const stopShowing = conversation.subscribe(({ turns }) => {
    const last = turns.at(-1);
    if (last) transcript.show(last);
  });

  /** Follows a turn to its end, and asks the person about every approval on the way. */
  const follow = async (turn: Promise<Turn>): Promise<void> => {
    const over = new AbortController();
    const asked = new Set<string>();
    let asking = Promise.resolve();
    const stop = conversation.subscribe(({ turns }) => {
      const last = turns.at(-1);
      for (const part of last ? pendingApprovals(last) : []) {
        if (asked.has(part.id)) continue;
        asked.add(part.id);
        asking = asking.then(() => decide(part, over.signal));
      }
    });
    try {
      await turn;
    } finally {
      stop();
      over.abort();
      await asking;
    }
  };

  const decide = async ({ id, request }: ApprovalPart, over: AbortSignal): Promise<void> => {
    const { approvalId, toolName, title, description, args } = request;
    const settled = new AbortController();
    const stop = conversation.subscribe(({ turns }) => {
      const part = turns.at(-1)?.parts.find((other) => other.id === id);
      if (part?.kind !== 'approval' || part.status !== 'pending') settled.abort();
    });
    transcript.ask(
      `  ? The agent wants to use ${brief(toolName ?? 'a tool')} with ${plain(JSON.stringify(args) ?? 'no arguments')}`,
    );
    for (const words of [title, description])
      if (words !== undefined) transcript.note(`    In its words: ${brief(words, 400)}`);
    try {
      if (approvalId === undefined) return transcript.note('    It cannot be decided from here.');
      transcript.ask('    a to approve, r and a reason to reject');
      const verdict = await readUntilVerdict(AbortSignal.any([over, settled.signal]));
      if (verdict?.approved) await conversation.approve(approvalId);
      else if (verdict) await conversation.reject(approvalId, verdict.reason === '' ? {} : { reason: verdict.reason });
      // The input is over, and nobody is left to decide.
      else if (!over.aborted && !settled.signal.aborted) conversation.stop();
    } finally {
      stop();
    }
  };

  const readUntilVerdict = async (signal: AbortSignal) => {
    for (;;) {
      const line = await lines.next(signal);
      if (line === undefined) return undefined;
      const verdict = readVerdict(line);
      if (verdict) return verdict;
      transcript.ask('    Please answer a or r.');
    }
  };

  const rate = async (rating: number, comment: string): Promise<void> => {
    const last = conversation.state.turns.at(-1);
    if (!last?.runId) return transcript.note('  · There is no answer to rate yet.');
    await conversation.rate(last.id, { rating, ...(comment !== '' && { comment }) });
    transcript.note(`  · Rated ${rating} of 5. Thank you.`);
  };

  const obey = async (command: Command): Promise<void> => {
    switch (command.name) {
      case 'say':
        return follow(conversation.send(command.text));
      case 'retry':
        return follow(conversation.retry());
      case 'rate':
        return rate(command.rating, command.comment);
      case 'reset':
        conversation.reset();
        return transcript.note('  · A new conversation.');
      case 'help':
        return transcript.note(help);
      case 'stop':
        return transcript.note('  · There is nothing to stop.');
      case 'unknown':
        return transcript.note(`  · ${brief(command.text)} is no command; /help lists them.`);
      default:
        return undefined;
    }
  };

  for (;;) {
    prompt();
    const line = await lines.next();
    if (line === undefined) break;
    const command = readCommand(line);
    if (command.name === 'quit') break;
    try {
      await obey(command);
    } catch (error) {
      transcript.note(`  ✗ ${brief(error instanceof Error ? error.message : String(error), 400)}`);
    }
  }
  stopShowing();
};
