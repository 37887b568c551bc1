import { approvalEvent } from './approval-event.js';
import { settleApproval } from './approvals.js';
import type { Clock } from './clock.js';
import { type CanonicalEvent, createWriter, type Dialect } from './dialects.js';
import { createFiller } from './fill.js';
import { keepsTo } from './keeps-to.js';
import { type Approval, appendEvent, appendFault, isOver, nextChange, notify, type Run, setStatus } from './runs.js';
import type { Ask, Call, Script, Step } from './script.js';
import { createSpeech } from './speech.js';

export interface Stage {
  readonly run: Run;
  readonly dialect: Dialect;
  /** Whoever is asked is asked in AG-UI's way, whatever the script says: there is no other. */
  readonly interrupts?: boolean;
  readonly clock: Clock;
  /** Aborts when the emulator is disposed of, or the agent deleted. */
  readonly signal: AbortSignal;
  /** Set where a run goes on that was logged so far: what is in the log is played again in silence and without waiting. */
  readonly resumes?: boolean;
  /** Told what a program threw. The person only learns that the agent failed. */
  readonly report?: (error: unknown) => void;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Words as a program gives them, one after the other. */
export type Words = Script | AsyncIterable<Step>;

const isScript = (words: Words): words is Script => Array.isArray(words);

/**
 * Plays a script, or what a program says, into a run: what is said becomes events, what goes wrong stands between them.
 *
 * It does not know who listens. With nothing to wait for, a script is done before it gives control back.
 */
export const play = async (words: Words, stage: Stage): Promise<void> => {
  const { run, dialect, interrupts, clock, signal, resumes, report = console.error } = stage;
  const write = createWriter(dialect);
  const fill = createFiller(isScript(words) ? run.message : undefined);
  /** Entries that the log has from before. */
  let known = resumes ? (run.written ?? 0) : 0;
  let serial = 0;
  const createId = (prefix: string): string => {
    serial += 1;
    return `${prefix}_${run.id.slice(-6)}_${serial}`;
  };

  const log = (append: () => void): void => {
    if (known > 0) known -= 1;
    else append();
  };

  const send = (event: CanonicalEvent, pausesFor?: Approval): void => {
    for (const frame of write(event)) log(() => appendEvent(run, frame, pausesFor));
  };

  const pause = (milliseconds: number | undefined): Promise<void> | undefined =>
    known > 0 ? undefined : clock.sleep(milliseconds, signal);

  const { speak, open: openMessage, close } = createSpeech({ run, fill, createId, send, pause });

  const startCall = (tool: string, toolCallId: string): void => {
    close();
    send({ type: 'TOOL_CALL_START', toolCallId, toolCallName: tool });
  };

  const callTool = (tool: string, args: unknown, toolCallId: string): void => {
    startCall(tool, toolCallId);
    // In two pieces, as models write them; neither piece is JSON by itself.
    const text = asText(fill.deep(args));
    const middle = Math.ceil(text.length / 2);
    for (const delta of [text.slice(0, middle), text.slice(middle)])
      send({ type: 'TOOL_CALL_ARGS', toolCallId, delta });
    send({ type: 'TOOL_CALL_END', toolCallId });
  };

  const answerTool = (toolCallId: string, result: unknown, error?: string): void => {
    const content = error === undefined ? asText(fill.deep(result)) : JSON.stringify({ error });
    send({
      type: 'TOOL_CALL_RESULT',
      messageId: createId('result'),
      toolCallId,
      role: 'tool',
      content,
      ...(error !== undefined && { error }),
    });
  };

  const useTool = async ({ tool, args, result, fails, takes, unanswered, ...given }: Call): Promise<void> => {
    const toolCallId = given.toolCallId ?? createId('call');
    callTool(tool, args, toolCallId);
    if (takes !== undefined) await pause(takes);
    if (!unanswered) answerTool(toolCallId, result, fails);
  };

  const decision = async (approval: Approval, stop: AbortSignal): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- Each turn waits for the run to change.
    while (!approval.decision) await nextChange(run, stop);
  };

  const wantApproval = (id: string, request: Ask, toolCallId: string): Approval => {
    const { tool, expiresInMs } = request;
    const now = clock.now();
    const approval: Approval = {
      id,
      runId: run.id,
      toolCallId,
      tool,
      title: fill(request.title),
      ...(request.description !== undefined && { description: fill(request.description) }),
      args: fill.deep(request.args),
      requestedAt: new Date(now).toISOString(),
      ...(expiresInMs !== undefined && { expiresAt: new Date(now + expiresInMs).toISOString() }),
    };
    run.approvals.set(id, approval);
    return approval;
  };

  const waitForDecision = async (request: Ask, toolCallId: string): Promise<Approval> => {
    const id = request.approvalId ?? createId('approval');
    const approval = (resumes ? run.approvals.get(id) : undefined) ?? wantApproval(id, request, toolCallId);
    const { requestedAt = '', expiresAt } = approval;
    if (!approval.decision) setStatus(run, 'WAITING_FOR_APPROVAL');
    const event = approvalEvent(request, approval, run, fill, Date.parse(requestedAt));
    send(event, request.as === 'interrupt' ? approval : undefined);
    const waiting = new AbortController();
    const either = AbortSignal.any([signal, waiting.signal]);
    const timeLeft = expiresAt === undefined ? undefined : Math.max(Date.parse(expiresAt) - clock.now(), 0);
    const timeLimit = clock.sleep(timeLeft, either);
    const decided = decision(approval, either);
    await Promise.race([decided, timeLimit]).finally(() => {
      waiting.abort();
      // Whichever lost was told to stop, and says so.
      decided.catch(() => {});
      timeLimit.catch(() => {});
    });
    settleApproval(run, approval, { decision: 'expired' }, clock);
    setStatus(run, 'RUNNING');
    return approval;
  };

  const askPerson = async (request: Ask): Promise<void> => {
    const toolCallId = request.toolCallId ?? createId('call');
    if (request.toolCallId === undefined) callTool(request.tool, request.args, toolCallId);
    else close();
    const approval = await waitForDecision(request, toolCallId);
    const { id: approvalId, decision: outcome = 'expired', decidedBy, decidedAt, reason } = approval;
    if (request.as === 'interrupt') send({ type: 'RUN_STARTED', threadId: run.threadId, runId: run.id });
    send({
      type: 'CUSTOM',
      name: 'approval-resolved',
      value: {
        approvalId,
        toolCallId,
        decision: outcome,
        decidedBy,
        decidedAt,
        ...(reason !== undefined && { reason }),
        ...(approval.editedArgs !== undefined && { editedArgs: approval.editedArgs }),
      },
    });
    const args = approval.editedArgs ?? request.args;
    fill.learn({ args, reason: reason ?? '' });
    const refused = outcome === 'approved' && request.onInvalid !== undefined && !keepsTo(request.schema, args);
    // Whoever told the call answers it.
    if (request.toolCallId !== undefined) return;
    if (refused) answerTool(toolCallId, undefined, 'The input breaks the schema.');
    else if (outcome === 'approved') answerTool(toolCallId, request.result ?? { status: 'done' });
    if (outcome === 'rejected') answerTool(toolCallId, { status: 'rejected', ...(reason !== undefined && { reason }) });
    if (outcome === 'expired') answerTool(toolCallId, { status: 'expired' });
    const next = { approved: request.onApprove, rejected: request.onReject, expired: request.onExpire }[outcome];
    await perform((refused ? request.onInvalid : next) ?? []);
  };

  const endRun = (status: 'COMPLETED' | 'FAILED' | 'CANCELLED', event: CanonicalEvent): void => {
    close();
    // First the status: whoever reads the last event must find the run over.
    run.status = status;
    run.finishedAt ??= new Date(clock.now()).toISOString();
    send(event);
  };

  const finishRun = ({ result, cancelled, finalOutput, quietly, more }: Extract<Step, { word: 'finish' }>): void => {
    const status = cancelled ? 'CANCELLED' : 'COMPLETED';
    if (finalOutput !== undefined) run.finalOutput = finalOutput;
    if (quietly) {
      close();
      run.finishedAt ??= new Date(clock.now()).toISOString();
      return setStatus(run, status);
    }
    return endRun(status, {
      type: 'RUN_FINISHED',
      threadId: run.threadId,
      runId: run.id,
      ...(result !== undefined && { result }),
      ...(cancelled && { outcome: { type: 'cancelled' } }),
      ...more,
    });
  };

  const showProgress = ({ messageId, current, total, label }: Extract<Step, { word: 'progress' }>): void => {
    close();
    const content = { current, total, label };
    run.progress = content;
    send({
      type: 'ACTIVITY_SNAPSHOT',
      messageId: messageId ?? `progress_${run.id.slice(-6)}`,
      activityType: 'progress',
      content,
    });
  };

  const takeStep = async ({ stepName, steps, progress }: Extract<Step, { word: 'step' }>): Promise<void> => {
    close();
    run.step = stepName;
    send({ type: 'STEP_STARTED', stepName });
    if (progress) showProgress({ word: 'progress', ...progress });
    await perform(steps ?? []);
    close();
    delete run.step;
    send({ type: 'STEP_FINISHED', stepName });
  };

  const perform = async (steps: Script): Promise<void> => {
    for (const step of steps) {
      // What stands after the end still goes out: some agents do that (PROTOCOL.md §4).
      // oxlint-disable-next-line no-await-in-loop -- A script is an order.
      await performStep(step);
    }
  };

  const performStep = async (step: Step): Promise<void> => {
    switch (step.word) {
      case 'say':
      case 'think':
        return speak(step.word, step.text, step.pace);
      case 'call':
        return useTool(step);
      case 'call-start':
        return startCall(step.tool, step.toolCallId);
      case 'call-args':
        return send({ type: 'TOOL_CALL_ARGS', toolCallId: step.toolCallId, delta: step.delta });
      case 'call-end':
        return send({ type: 'TOOL_CALL_END', toolCallId: step.toolCallId });
      case 'call-result':
        close();
        return answerTool(step.toolCallId, step.result, step.fails);
      case 'step':
        return takeStep(step);
      case 'progress':
        return showProgress(step);
      case 'block':
        close();
        return send({ type: 'UI_BLOCK', block: fill.deep(step.block) });
      case 'ask':
        return askPerson(interrupts ? { ...step, as: 'interrupt' } : step);
      case 'wait':
        return pause(step.milliseconds);
      case 'oversized':
        return send({ type: 'TEXT_MESSAGE_CONTENT', messageId: openMessage('say'), delta: 'x'.repeat(step.bytes) });
      case 'emit':
        return log(() => appendEvent(run, { data: step.data, ...(step.event !== undefined && { event: step.event }) }));
      case 'fail': {
        const { message, code } = step;
        return endRun('FAILED', { type: 'RUN_ERROR', message: fill(message), ...(code !== undefined && { code }) });
      }
      case 'finish':
        return finishRun(step);
      default:
        return log(() => appendFault(run, step));
    }
  };

  const performProgram = async (steps: AsyncIterable<Step>): Promise<void> => {
    try {
      for await (const step of steps) {
        await performStep(step);
        signal.throwIfAborted();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      report(error);
      if (!isOver(run)) endRun('FAILED', { type: 'RUN_ERROR', message: 'The agent failed.', code: 'AGENT_FAILED' });
    }
  };

  if (resumes) run.finalOutput = '';
  setStatus(run, 'RUNNING');
  send({ type: 'RUN_STARTED', threadId: run.threadId, runId: run.id, protocolVersion: '1.0' });
  await (isScript(words) ? perform(words) : performProgram(words));
  if (!isOver(run)) finishRun({ word: 'finish' });
  close();
  run.played = true;
  notify(run);
};
