/**
 * Gives what comes within `ms`, and fails with `late()` else. What is still to come then goes on, unheard.
 *
 * By a timer alone: a signal, which nothing here could hear, would be a tenth of the whole work on a token request.
 */
export const inTime = <Value>(value: Promise<Value>, ms: number, late: () => Error): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    value.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
