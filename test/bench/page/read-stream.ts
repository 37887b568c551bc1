/** Reads the platform's stream as plainly as can be: split at blank lines, parse, call. */
export const readStream = async (load: string, onDelta: (delta: string) => void): Promise<void> => {
  const response = await fetch(`/floor?${load}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const { delta } = JSON.parse(event.slice(event.indexOf('data: ') + 6)) as { delta?: string };
      if (delta !== undefined) onDelta(delta);
    }
  }
};
