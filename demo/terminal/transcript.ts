import type { ApprovalPart, Part, ProgressPart, ToolPart, Turn } from '../../src/core/index.js';
import { brief, plain } from './plain.js';

/** Prints what is new in a turn each time it is called, and nothing twice. */
export interface Transcript {
  show(turn: Turn): void;
  /** Prints a line of our own between the agent's, quietly. */
  note(line: string): void;
  /** The same for what a person must not miss. */
  ask(line: string): void;
}

export const createTranscript = (write: (text: string) => void, dim: (text: string) => string): Transcript => {
  /** What was printed of each part: a text, or the lines about it. */
  const printed = new Map<string, string>();
  let open: string | undefined; // the text part whose line is not ended yet

  const endLine = () => {
    if (open !== undefined) write('\n');
    open = undefined;
  };
  const note = (line: string) => {
    endLine();
    write(`${dim(line)}\n`);
  };

  const showText = (key: string, text: string) => {
    const before = printed.get(key) ?? '';
    if (text === before) return;
    if (open !== key) {
      endLine();
      write('agent: ');
      open = key;
    }
    // A text that does not continue the old one was corrected by the agent; it is said again, whole.
    write(plain(text.startsWith(before) ? text.slice(before.length) : `\n${text}`));
    printed.set(key, text);
  };

  const showLines = (key: string, lines: readonly string[]) => {
    const before = printed.get(key)?.split('\n') ?? [];
    for (const line of lines) if (!before.includes(line)) note(line);
    printed.set(key, [...new Set([...before, ...lines])].join('\n'));
  };

  return {
    note,
    ask: (line) => {
      endLine();
      write(`${line}\n`);
    },
    show: (turn) => {
      for (const part of turn.parts) {
        const key = `${turn.id} ${part.id}`;
        if (part.kind === 'text') showText(key, part.text);
        else showLines(key, linesOf(part));
      }
      // A turn that is tried again may fail in the same words.
      if (turn.status === 'sending' || turn.status === 'running') printed.delete(turn.id);
      showLines(turn.id, statusLines(turn));
    },
  };
};

const linesOf = (part: Exclude<Part, { kind: 'text' }>): string[] => {
  switch (part.kind) {
    case 'reasoning':
      return part.done ? [`  · thought: ${brief(part.text)}`] : ['  · thinks …'];
    case 'tool':
      return toolLines(part);
    case 'progress':
      return progressLines(part);
    case 'block':
      return [`  · ${part.block.kind}: ${brief(part.block.title ?? '')}`];
    case 'activity':
      // Progress has a part of its own, with the steps in it.
      return part.activityType === 'progress' ? [] : [`  · ${brief(part.activityType)}`];
    case 'approval':
      return approvalLines(part);
    case 'notice':
      return [`  ! ${part.code}`];
  }
};

const toolLines = ({ toolName, args, status, result }: ToolPart): string[] => {
  if (status === 'streaming') return [];
  const called = `  · ${brief(toolName)} ${brief(args)}`;
  if (status === 'running') return [called];
  return [called, `    ${status === 'failed' ? 'failed' : '→'} ${brief(result ?? 'no answer')}`];
};

const progressLines = ({ steps, total }: ProgressPart): string[] =>
  steps.map(({ name }, index) => `  · ${total === undefined ? '' : `${index + 1}/${total} `}${brief(name)}`);

const approvalLines = ({ status, reason }: ApprovalPart): string[] => {
  if (status === 'pending' || status === 'sending') return [];
  return [`  · ${status}${reason === undefined ? '' : `: ${brief(reason)}`}`];
};

const statusLines = ({ status, error, reconnect }: Turn): string[] => {
  if (status === 'reconnecting') return [`  · lost the connection, trying again (${reconnect?.attempt ?? 1})`];
  if (status === 'offline') return ['  · offline, waiting for the network'];
  if (status === 'failed')
    return [`  ✗ ${brief(error?.message ?? 'failed', 400)} (${error?.code ?? 'unknown'}); /retry tries again`];
  if (status === 'incomplete') return ['  ✗ nobody can tell how this ended; /retry looks again'];
  if (status === 'stopped') return ['  · stopped'];
  if (status === 'cancelled') return ['  · cancelled by the agent'];
  return [];
};
