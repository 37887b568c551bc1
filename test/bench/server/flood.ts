/** Asks for 100,000 tokens in the name of as many people, and says how large the heap is in between, MB. Wants `--expose-gc`. */
import { endpoint } from './endpoint.js';

const people = 100_000;
const each = 10_000;

const ask = async (person: number): Promise<void> => {
  const conversation = String(person).padStart(12, '0');
  const response = await endpoint(
    new Request('https://shop.example/api/zaby-token', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'https://shop.example',
        'sec-fetch-site': 'same-origin',
        cookie: `session=${person}`,
      },
      body: `{"conversationId":"3f0c2a9e-6a41-4c3e-9b0a-${conversation}","reason":"first"}`,
    }),
  );
  if (!(await response.text()).startsWith('{"token"')) throw new Error(`No token: ${response.status}`);
};

const flood = async (): Promise<void> => {
  const heaps: number[] = [];
  for (let person = 0; person < people; person += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => ask(person + index)));
    if ((person + 20) % each > 0) continue;
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  process.send?.({ heaps });
};

void flood();
