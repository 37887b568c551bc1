import { ok } from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { demoAgent } from '../../demo/emulator/index.js';
import { modelAgent, type ModelSettings } from '../../demo/emulator/model/index.js';
import { type FakeModel, type ModelAnswer, openFakeModel } from './fake-model.js';
import { openEmulator, type SentEvent, type Visitor } from './open-emulator.js';

/** Looks like none, so that only the whole of it tells. */
export const apiKey = 'secret.of.the.test';

export interface Talk {
  readonly model: FakeModel;
  readonly visitor: Visitor;
  readonly log: string[];
}

/** An emulator whose agent answers from a fake model. */
export const openTalk = async (
  test: TestContext,
  answers: readonly ModelAnswer[],
  more: Partial<ModelSettings> = {},
): Promise<Talk> => {
  const log: string[] = [];
  const model = await openFakeModel(test, ...answers);
  const settings = {
    baseUrl: model.baseUrl,
    apiKey,
    model: 'test-model',
    log: (line: string) => log.push(line),
    ...more,
  };
  const visitor = await openEmulator(test, modelAgent(demoAgent(), settings));
  return { model, visitor, log };
};

export const ask = async ({ visitor }: Talk, message: string): Promise<readonly SentEvent[]> =>
  (await visitor.hear(await visitor.start(message))).events;

export const namesOf = (events: readonly SentEvent[]): unknown[] => events.map(({ data }) => data.type);
export const find = (events: readonly SentEvent[], type: string): any =>
  events.find(({ data }) => data.type === type)?.data;
export const all = (events: readonly SentEvent[], type: string): any[] =>
  events.filter(({ data }) => data.type === type).map(({ data }) => data);

/** The error that a run ended with, after nobody was told the key. */
export const errorOf = (events: readonly SentEvent[], { log }: Talk): { code: string; message: string } => {
  const { code, message } = find(events, 'RUN_ERROR') ?? {};
  for (const secret of [apiKey, 'sk-proj', 'abc123']) {
    ok(!JSON.stringify(events).includes(secret), `an event holds ${secret}`);
    ok(!log.join().includes(secret), `the log holds ${secret}`);
  }
  return { code, message };
};
