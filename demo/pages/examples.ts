/** What one may say to the demo's agent, and what then happens. The agent knows the sentences by their keywords. */
export interface Example {
  readonly label: string;
  readonly message: string;
}

export interface ExampleGroup {
  readonly title: string;
  readonly examples: readonly Example[];
}

export const exampleGroups: readonly ExampleGroup[] = [
  {
    title: 'A good day',
    examples: [
      { label: 'Hello', message: 'Hello! What can you help me with?' },
      { label: 'A long answer', message: 'Give me a long answer: how do I choose a tent?' },
      { label: 'Thinking aloud', message: 'Think it through: which boots should I take in October?' },
      { label: 'A refund to approve', message: 'I would like a refund for order 1042, please.' },
      { label: 'A report in ten steps', message: 'Make me a report of this season’s orders.' },
    ],
  },
  {
    title: 'A bad day',
    examples: [
      { label: 'A tool fails', message: 'Check the stock: let the tool fail.' },
      { label: 'The run fails', message: 'Let the run fail half way.' },
      { label: 'The connection drops', message: 'Drop the connection while you answer.' },
      { label: 'The token expires', message: 'Let my token expire.' },
      { label: 'Too many requests', message: 'Show me a rate limit.' },
      { label: 'Something unknown', message: 'Send an unknown event and an unknown block.' },
    ],
  },
];
