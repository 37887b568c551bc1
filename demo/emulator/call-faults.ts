import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import type { CallName, Fault } from './faults.js';
import type { Denial, Store } from './store.js';
import type { Tokens } from './tokens.js';

/** Whose calls a fault is about. */
export interface Victim {
  readonly deploymentId: string;
  readonly agentSessionId: string;
  readonly tokenFamilyId: string;
  readonly requestId?: string;
}

/** Lets a fault of the HTTP calls count from now on. False where it is one of the line. */
export const armFault = (fault: Fault, victim: Victim, store: Store, tokens: Tokens): boolean => {
  switch (fault.word) {
    case 'deny': {
      const { deploymentId, requestId } = victim;
      store.denials.push({
        deploymentId,
        fault,
        timesLeft: fault.times,
        ...(requestId !== undefined && { requestId }),
      });
      return true;
    }
    case 'expire-token':
    case 'exhaust-token':
      tokens.spoil(victim.agentSessionId, fault.word);
      return true;
    case 'revoke-family': {
      const family = store.families.get(victim.tokenFamilyId);
      if (family) tokens.revokeFamily(family, { forGood: fault.forGood });
      return true;
    }
    default:
      return false;
  }
};

const takeDenial = (store: Store, matches: (denial: Denial) => boolean): Denial | undefined => {
  const denial = store.denials.find(matches);
  if (!denial) return undefined;
  denial.timesLeft -= 1;
  if (denial.timesLeft <= 0) store.denials.splice(store.denials.indexOf(denial), 1);
  return denial;
};

const answer = ({ fault }: Denial): Response => {
  const { status, code, message, retryAfter, body } = fault;
  if (fault.how === 'page') {
    const contentType = fault.contentType ?? 'text/html; charset=utf-8';
    return new Response(String(body), { status, headers: { 'content-type': contentType } });
  }
  const said = body ?? { message: message ?? `The call was refused with ${status}.`, code: code ?? `HTTP_${status}` };
  return Response.json(said, {
    status,
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  });
};

export interface FaultyCall {
  readonly name: CallName;
  readonly deploymentId: string;
  readonly requestId?: string;
  readonly connection: Connection;
  readonly clock: Clock;
  /** Aborts when the caller is gone, or the emulator is disposed of. */
  readonly signal: AbortSignal;
  /** Does what was asked. */
  readonly proceed: () => Promise<void>;
}

/** Lets a call meet the next fault that waits for it. Returns what to answer instead, or nothing. */
export const meetFault = async (store: Store, call: FaultyCall): Promise<Response | undefined> => {
  const denial = takeDenial(
    store,
    ({ deploymentId, requestId, fault }) =>
      deploymentId === call.deploymentId &&
      fault.on === call.name &&
      (requestId === undefined || requestId === call.requestId),
  );
  if (denial?.fault.how === 'late') await call.clock.sleep(denial.fault.milliseconds, call.signal);
  if (!denial || denial.fault.how === 'late') {
    await call.proceed();
    return undefined;
  }
  if (denial.fault.how === 'lost') {
    await call.proceed();
    call.connection.cut();
    return new Response(null, { status: 500 });
  }
  if (denial.fault.how === 'hang') {
    if (!call.signal.aborted)
      await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
    return new Response(null, { status: 500 });
  }
  return answer(denial);
};
