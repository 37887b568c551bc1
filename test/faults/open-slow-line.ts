import type { Step } from '../../demo/emulator/script.js';
import { defaultPolicy } from '../../src/core/policy.js';
import { type FakeEnv, createFakeEnv, settle } from '../core/fake-env.js';
import type { Exchange } from '../support/fault-proxy.js';
import { type Line, type LineOptions, openLine } from './open-line.js';

/** A line over a real network whose client's clock stands still until it is moved. Its policy is the one that visitors have. */
export interface SlowLine extends Line {
  readonly clock: FakeEnv;
  /** Moves the client's clock in small steps, and never while requests are on their way, but for so many that get no answer. */
  pass(ms: number, hanging?: number): Promise<void>;
  /** The streams that were asked for. */
  streams(): Exchange[];
  /** Waits, without moving the clock, until as many were asked for. */
  asked(count: number): Promise<void>;
  /** Waits, without moving the clock, until the answer has begun. */
  begun(): Promise<void>;
}

const step = 200;

export const openSlowLine = async (script: readonly Step[], options: LineOptions = {}): Promise<SlowLine> => {
  const onTheWay = new Set<unknown>();
  const around = <Result>(request: Promise<Result>): Promise<Result> => {
    onTheWay.add(request);
    return request.finally(() => onTheWay.delete(request));
  };
  const clock = createFakeEnv((input, init) => around(fetch(input, init)));
  const line = await openLine(script, { env: clock, policy: defaultPolicy, around, ...options });
  const streams = () => line.proxy.exchanges().filter(({ request }) => request.endsWith('/aiui'));
  const arrive = async (hanging: number): Promise<void> => {
    await settle();
    while (onTheWay.size > hanging) await settle();
  };
  return Object.assign(line, {
    clock,
    streams,
    pass: async (ms: number, hanging = 0) => {
      for (let left = ms; left > 0; left -= step) {
        await arrive(hanging);
        await clock.advance(Math.min(left, step));
      }
      await arrive(hanging);
    },
    asked: async (count: number) => {
      while (streams().length < count) await settle();
      // The watch begins when the request is on its way.
      await settle();
    },
    begun: async () => {
      await line.until(({ parts }) => parts.length > 0);
      await arrive(0);
    },
  });
};
