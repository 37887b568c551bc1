import type { DeploymentProgress } from '../../server/index.js';
import { isInteractive, paint, say, type Surroundings } from '../surroundings.js';

/** Shows how long something has been awaited. */
export interface Progress {
  show(progress: DeploymentProgress): void;
  /** Leaves the line to whatever comes next. */
  end(): void;
}

const width = 24;
const minute = 60_000;

/** A bar that is drawn over where somebody watches, and a line a minute where it goes into a log. */
export const createProgress = (surroundings: Surroundings): Progress =>
  isInteractive(surroundings) ? createBar(surroundings) : createLines(surroundings);

const describe = ({ status, elapsedMs, expectedMs }: DeploymentProgress): string => {
  const seconds = Math.floor(elapsedMs / 1000);
  const since = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `${status.toLowerCase()}, ${since} of about ${Math.round(expectedMs / minute)} minutes`;
};

const createBar = (surroundings: Surroundings): Progress => {
  const { output } = surroundings;
  let timer: NodeJS.Timeout | undefined;
  const draw = (progress: DeploymentProgress): void => {
    // Never full before it is done: nobody knows how long it takes.
    const filled = Math.min(width - 1, Math.floor((progress.elapsedMs / progress.expectedMs) * width));
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
    // ECMA-48: erase the line, as the one before may have been longer.
    output.write(`\r\u001b[2K${paint(surroundings, 'cyan', bar)} ${describe(progress)} (Ctrl+C loses nothing)`);
  };
  const stop = (): boolean => {
    if (timer === undefined) return false;
    clearInterval(timer);
    timer = undefined;
    return true;
  };
  return {
    show: (progress) => {
      stop();
      const shownAt = performance.now();
      draw(progress);
      // The platform is asked every few seconds; a clock that stands still looks broken.
      timer = setInterval(
        () => draw({ ...progress, elapsedMs: progress.elapsedMs + performance.now() - shownAt }),
        1000,
      );
    },
    end: () => {
      if (stop()) output.write('\r\u001b[2K');
    },
  };
};

const createLines = (surroundings: Surroundings): Progress => {
  let told = -Infinity;
  return {
    show: (progress) => {
      if (progress.elapsedMs - told < minute) return;
      told = progress.elapsedMs;
      say(surroundings, `The deployment is ${describe(progress)}.`);
    },
    end: () => {},
  };
};
