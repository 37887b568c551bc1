/** What a line means while no question is open. */
export type Command =
  | { readonly name: 'say'; readonly text: string }
  | { readonly name: 'rate'; readonly rating: number; readonly comment: string }
  | { readonly name: 'stop' | 'retry' | 'reset' | 'quit' | 'help' | 'nothing' }
  | { readonly name: 'unknown'; readonly text: string };

const simple = ['stop', 'retry', 'reset', 'quit', 'help'] as const;

export const readCommand = (line: string): Command => {
  const text = line.trim();
  if (text === '') return { name: 'nothing' };
  if (!text.startsWith('/')) return { name: 'say', text };
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/.exec(text) ?? [];
  const name = simple.find((known) => known === word);
  if (name) return { name };
  const [, rating, comment = ''] = /^([1-5])(?:\s+(.*))?$/.exec(rest) ?? [];
  if (word === 'rate' && rating) return { name: 'rate', rating: Number(rating), comment };
  return { name: 'unknown', text };
};

/** What a line means as the answer to an approval. */
export type Verdict = { readonly approved: true } | { readonly approved: false; readonly reason: string };

/** `a` approves; `r` rejects, with the rest of the line as the reason. Anything else decides nothing. */
export const readVerdict = (line: string): Verdict | undefined => {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
  if (/^(?:a|approve)$/i.test(word) && rest === '') return { approved: true };
  if (/^(?:r|reject)$/i.test(word)) return { approved: false, reason: rest };
  return undefined;
};

export const help = `  /rate 1-5 [comment]  rates the last answer      /stop   stops the answer (or Ctrl-C)
  /retry               tries the last one again   /reset  begins a new conversation
  /help                shows this                 /quit   ends`;
