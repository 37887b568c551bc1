import { tokenAnswer } from './token-answer.js';

const bytes = new TextEncoder().encode(tokenAnswer);
const headers = new Headers({ 'content-type': 'application/json' });

/** A `fetch` that costs next to nothing, as far as the endpoint looks at a response: what is measured is the endpoint. */
export const freePlatform = async (): Promise<Response> => {
  let value: Uint8Array | undefined = bytes;
  const read = async () => {
    const next = value;
    value = undefined;
    return { done: next === undefined, value: next };
  };
  return {
    ok: true,
    status: 201,
    type: 'basic',
    headers,
    body: { getReader: () => ({ read }) },
  } as unknown as Response;
};
