import type { ChunkingContext, CodeSplittingNameFunction } from 'rolldown';

/** Everything that is there as soon as a module is: what it imports, and what that imports; not what is loaded later. */
const reachedFrom = (id: string, graph: ChunkingContext, reached = new Set<string>()): Set<string> => {
  if (reached.has(id)) return reached;
  reached.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reachedFrom(imported, graph, reached);
  return reached;
};

/**
 * One file for each step of a page, by the module it begins with: a module is in the file of the first step that needs it.
 *
 * What a later step needs, too, must not become a file between the two: it would be compressed alone, and where the two need
 * each other, a name would be read before it is there. Modules of no step go where the bundler puts them.
 */
export const inSteps = (
  steps: readonly { readonly name: string; readonly begin: string }[],
): CodeSplittingNameFunction => {
  let names: Map<string, string> | undefined;
  return (id, graph) => {
    // Backwards, so that the first step has the last word.
    names ??= new Map(
      steps.toReversed().flatMap(({ name, begin }) => [...reachedFrom(begin, graph)].map((each) => [each, name])),
    );
    return names.get(id) ?? null;
  };
};
