import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import type { CreateConversation } from './report.js';

/**
 * Bugs put into a copy of the core on purpose: what chaos is good for shows in how soon it finds them.
 *
 * Each replaces a piece of one file, and says so where that piece is not there any more.
 */
interface Plant {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const core = join(import.meta.dirname, '../../src/core');

export const plants: Readonly<Record<string, Plant>> = {
  /** No bug at all: a hunt must not find it. */
  nothing: { file: 'index.ts', from: 'export { createConversation }', to: 'export { createConversation }' },
  'skip-duplicates': {
    file: 'sequencer.ts',
    from: 'seq !== undefined && number <= seq',
    to: 'false',
  },
  'resume-from-last-read': {
    file: 'sequencer.ts',
    from: 'held.set(number, event);',
    to: 'held.set(number, event); id = event.id; seq = number;',
  },
  'forget-request-id': {
    file: 'platform.ts',
    from: '{ input, requestId, respondAsync: true }',
    to: '{ input, get requestId() { return String(Math.random()); }, respondAsync: true }',
  },
  'decide-twice': {
    file: 'approvals.ts',
    from: '!/^(?:pending|unconfirmed)$/.test(part.status)',
    to: 'false',
  },
  'end-of-body-is-done': {
    file: 'run-stream.ts',
    from: 'if (ended && !failure) return;',
    to: "if (!failure) { if (!ended) yield [{ event: 'RUN_FINISHED', data: {} }]; return; }",
  },
  'one-decoder-for-all': {
    file: 'run-stream.ts',
    from: 'createSseParser(policy.eventLimit)',
    to: '((sequencer as { parser?: ReturnType<typeof createSseParser> }).parser ??= createSseParser(policy.eventLimit))',
  },
  'lose-an-event-in-a-reload': {
    file: 'conversation.ts',
    from: 'work.place = place;',
    to: `const seq = (place?.cursor.seq ?? 0) + 1;
      work.place = place && { ...place, cursor: { ...place.cursor, seq, id: String(seq) } };`,
  },
  'forget-the-draft': {
    file: 'reduce.ts',
    from: 'returned: true,',
    to: "returned: true, question: '',",
  },
};

/** The core as a program has it, in one file; with that bug in it, where one is named. */
export const loadCore = async (plantName?: string): Promise<CreateConversation> => {
  const plant = plantName === undefined ? undefined : plants[plantName];
  if (plantName !== undefined && !plant)
    throw new Error(`There is no bug "${plantName}" to plant. There are: ${Object.keys(plants).join(', ')}`);
  let planted = 0;
  const bundle = await rolldown({
    input: join(core, 'index.ts'),
    plugins: [
      {
        name: 'plant',
        transform: (code, id) => {
          if (!plant || id !== join(core, plant.file)) return undefined;
          planted = code.split(plant.from).length - 1;
          return code.replace(plant.from, () => plant.to);
        },
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'zaby-chaos-'));
  try {
    const file = join(folder, 'core.mjs');
    await bundle.write({ file, codeSplitting: false });
    if (plant && planted !== 1)
      throw new Error(
        `The bug "${plantName}" finds its place in src/core/${plant.file} ${planted} times: ${plant.from}`,
      );
    const { createConversation } = (await import(pathToFileURL(file).href)) as {
      createConversation: CreateConversation;
    };
    return createConversation;
  } finally {
    await bundle.close();
    await rm(folder, { recursive: true, force: true });
  }
};
