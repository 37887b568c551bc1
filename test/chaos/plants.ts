import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
    file: 'transports/runtime.ts',
    from: 'task.turn.requestId',
    to: 'env.uuid()',
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
  'forget-the-place': {
    file: 'conversation.ts',
    from: 'left = saved.run;',
    to: 'left = undefined;',
  },
};

const root = join(import.meta.dirname, '../..');

/** Calls `use` with the core as it would be with that bug. */
export const withPlant = async <Result>(
  name: string,
  use: (createConversation: CreateConversation) => Promise<Result>,
): Promise<Result> => {
  const plant = plants[name];
  if (!plant) throw new Error(`There is no bug "${name}" to plant. There are: ${Object.keys(plants).join(', ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'zaby-chaos-'));
  try {
    await cp(join(root, 'src/core'), join(folder, 'core'), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const path = join(folder, 'core', plant.file);
    const sound = await readFile(path, 'utf8');
    if (sound.split(plant.from).length !== 2)
      throw new Error(`The bug "${name}" finds its place in src/core/${plant.file} not once: ${plant.from}`);
    await writeFile(
      path,
      sound.replace(plant.from, () => plant.to),
    );
    const core = (await import(pathToFileURL(join(folder, 'core/index.ts')).href)) as {
      createConversation: CreateConversation;
    };
    return await use(core.createConversation);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
