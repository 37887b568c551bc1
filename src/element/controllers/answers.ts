import type { Answers } from '../answers.js';

/** Brings what draws answers, once there is one to draw. */
export interface AnswersLoader {
  /** Absent until it has come; answers show as plain text so long. */
  readonly answers: Answers | undefined;
  /**
   * Says that there is such a turn. A file that did not arrive is asked for again: with the next turn, when the network is back,
   * and by itself, at growing intervals, since an approval may wait for it.
   */
  want(turnId: string): void;
  dispose(): void;
}

/** In ms: how long to wait after a first failure, and at most. */
const [firstPause, longestPause] = [2000, 60_000];

/** `arrived` is called once, unless it was disposed of before. */
export const createAnswersLoader = (arrived: (answers: Answers) => void): AnswersLoader => {
  let answers: Answers | undefined;
  let wantedFor: string | undefined;
  let loading = false;
  let askedMeanwhile = false;
  let disposed = false;
  let pause = firstPause;
  let timer = 0;

  const load = async (): Promise<void> => {
    if (loading) {
      askedMeanwhile = true;
      return;
    }
    loading = true;
    clearTimeout(timer);
    try {
      ({ answers } = await import('../answers.js'));
    } catch {
      loading = false;
      if (disposed) return;
      if (askedMeanwhile) void load();
      else timer = setTimeout(load, pause);
      pause = Math.min(pause * 2, longestPause);
      askedMeanwhile = false;
      return;
    }
    if (!disposed) arrived(answers);
  };
  const again = (): void => {
    if (wantedFor !== undefined) void load();
  };
  addEventListener('online', again);

  return {
    get answers() {
      return answers;
    },
    want(turnId) {
      if (turnId === wantedFor) return;
      wantedFor = turnId;
      void load();
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      removeEventListener('online', again);
    },
  };
};
