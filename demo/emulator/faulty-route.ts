import { type FaultyCall, meetFault } from './call-faults.js';
import type { Platform } from './platform.js';
import type { RouteContext } from './routes.js';

/** Lets a call of a route meet the fault that waits for it. Returns what to answer in its place, if anything. */
export const meetRouteFault = (
  { store, clock, signal }: Platform,
  context: RouteContext,
  call: Pick<FaultyCall, 'name' | 'deploymentId' | 'requestId' | 'proceed'>,
): Promise<Response | undefined> =>
  meetFault(store, {
    ...call,
    connection: context.env.connection,
    clock,
    signal: AbortSignal.any([signal, context.req.raw.signal]),
  });
