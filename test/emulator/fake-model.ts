import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What one call of `/chat/completions` is answered. */
export type ModelAnswer = (response: ServerResponse) => void;

/** A call as it came in. */
export interface ModelCall {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: any;
  /** Resolves when the caller has gone away, or has everything. */
  readonly closed: Promise<void>;
}

export interface FakeModel {
  readonly baseUrl: string;
  readonly calls: readonly ModelCall[];
  close(): Promise<void>;
}

/** A stand-in for an OpenAI-compatible API over real HTTP: each call gets the next answer, the last one again and again. */
export const startFakeModel = async (...answers: readonly ModelAnswer[]): Promise<FakeModel> => {
  const calls: ModelCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const closed = new Promise<void>((resolve) => response.on('close', resolve));
      const { url: path = '', headers } = request;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      calls.push({ path, authorization: headers.authorization, body, closed });
      const answer = answers[Math.min(calls.length, answers.length) - 1];
      if (answer) answer(response);
      else response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const openFakeModel = async (test: TestContext, ...answers: readonly ModelAnswer[]): Promise<FakeModel> => {
  const model = await startFakeModel(...answers);
  test.after(() => model.close());
  return model;
};

const head = { 'content-type': 'text/event-stream' };

export const asEvents = (chunks: readonly unknown[]): string =>
  chunks.map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`).join('');

/** Writes bytes in pieces of 1 to 13, so that no border of theirs is one of the stream's, nor of a character. */
const writeOddly = (response: ServerResponse, text: string): void => {
  const bytes = Buffer.from(text);
  for (let start = 0, size = 1; start < bytes.length; start += size, size = (size % 13) + 1) {
    response.write(bytes.subarray(start, start + size));
  }
};

/** Streams chunks and ends with `[DONE]`. */
export const stream =
  (...chunks: readonly unknown[]): ModelAnswer =>
  (response) => {
    response.writeHead(200, head);
    writeOddly(response, asEvents([...chunks, '[DONE]']));
    response.end();
  };

/** Streams chunks, then breaks the line. */
export const cutAfter =
  (...chunks: readonly unknown[]): ModelAnswer =>
  (response) => {
    response.writeHead(200, head);
    response.write(asEvents(chunks), () => response.destroy());
  };

/** Streams chunks, then says nothing more. */
export const hangAfter =
  (...chunks: readonly unknown[]): ModelAnswer =>
  (response) => {
    response.writeHead(200, head);
    response.flushHeaders();
    response.write(asEvents(chunks));
  };

export const refuse =
  (status: number, body: unknown, headers: Record<string, string> = {}): ModelAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** A chunk with a piece of the answer. */
export const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields, finish_reason: null }] });
export const words = (content: string) => delta({ content });
export const end = (reason = 'stop') => ({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
export const usage = (input: number, output: number) => ({
  choices: [],
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
});
/** A piece of a tool call, as OpenAI spells it. */
export const call = (index: number, fields: { id?: string; name?: string; args?: string }) =>
  delta({
    tool_calls: [
      {
        index,
        ...(fields.id !== undefined && { id: fields.id, type: 'function' }),
        function: { ...(fields.name !== undefined && { name: fields.name }), arguments: fields.args ?? '' },
      },
    ],
  });
