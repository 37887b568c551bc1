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
      { label: 'A long answer', message: 'Give me the brewing guide, the long one.' },
      { label: 'Thinking aloud', message: 'Which tent would you recommend for two in early spring?' },
      { label: 'A formula and a diagram', message: 'How much gas does a litre of water take? Show me the formula.' },
      { label: 'A refund to approve', message: 'I would like a refund for my stove, please.' },
      { label: 'A report in ten steps', message: 'Make me a report of the season.' },
      { label: 'Charts, figures and a timeline', message: 'Show me the dashboard of the shop.' },
      { label: 'A table, sources and a form', message: 'Compare the tents for a trip in spring.' },
    ],
  },
  {
    title: 'A bad day',
    examples: [
      { label: 'A tool fails', message: 'Where is my parcel?' },
      { label: 'The run fails', message: 'Add up last year, and fail half way.' },
      { label: 'The connection drops', message: 'Drop the connection while you answer.' },
      { label: 'The token expires', message: 'Let my token expire.' },
      { label: 'Too many requests', message: 'Show me a rate limit.' },
      { label: 'Something unknown', message: 'Surprise me with something new.' },
    ],
  },
];
