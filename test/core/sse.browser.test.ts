import { expect } from '@open-wc/testing';
import { createSseParser } from '../../src/core/sse.js';
import { type StreamCase, findMisreadings, streamCases } from './sse-cases.js';

const address = (bytes: Uint8Array): string =>
  `/event-stream/${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

const names = [...new Set(streamCases.flatMap(({ events }) => events.map(({ event }) => event)))];

/** `[data, name, last event id]` of each event, as a browser's own reader gives them. */
const listen = ({ bytes }: StreamCase): Promise<string[][]> =>
  new Promise((resolve) => {
    const source = new EventSource(address(bytes));
    const seen: string[][] = [];
    for (const name of names) {
      source.addEventListener(name, (event) => {
        const { data, type, lastEventId } = event as MessageEvent<string>;
        seen.push([data, type, lastEventId]);
      });
    }
    // The body has ended.
    source.addEventListener('error', () => {
      source.close();
      resolve(seen);
    });
  });

/** The same of the table, where an id stands only beside the event that it came with. */
const expected = ({ events }: StreamCase): string[][] => {
  let last = '';
  return events.map(({ data, event, id = last }) => [data, event, (last = id)]);
};

describe('an event stream in a browser', () => {
  it('is read by the table', () => {
    expect(findMisreadings(() => createSseParser())).to.deep.equal([]);
  });

  it('is read by the table in a worker', async () => {
    const worker = new Worker(new URL('./sse-worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => resolve(data));
      worker.addEventListener('error', reject);
    });
    worker.terminate();
    expect(answer).to.deep.equal({ misreadings: [], isPage: false });
  });

  it("is read by the browser's own reader as the table says", async () => {
    for (const one of streamCases) expect(await listen(one), one.title).to.deep.equal(expected(one));
  });

  it('tells the time to wait only where the browser keeps to it', async () => {
    const sources: EventSource[] = [];
    /** Resolves when the browser came back after the end of the body: soon, or after the seconds that it waits by itself. */
    const comeBack = ({ title, bytes }: StreamCase): Promise<string> =>
      new Promise((resolve) => {
        const source = new EventSource(address(bytes));
        sources.push(source);
        let opened = 0;
        source.addEventListener('open', () => {
          opened += 1;
          if (opened > 1) resolve(title);
        });
      });
    const told = streamCases.filter(({ retry }) => retry !== undefined);
    const untold = streamCases.filter(({ title, retry }) => retry === undefined && / time /.test(` ${title} `));
    const early: string[] = [];
    for (const one of untold) void comeBack(one).then((title) => early.push(title));
    await Promise.all(told.map(comeBack));
    for (const source of sources) source.close();
    expect(told.length).to.be.greaterThan(5);
    expect(untold.length).to.be.greaterThan(5);
    expect(early).to.deep.equal([]);
  });
});
