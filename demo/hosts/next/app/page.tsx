/**
 * A shop on Next.js (App Router), with its token endpoint in `api/zaby-token/route.ts`. In a copy of this folder:
 *
 *     npm install && cp .env.example .env && npm run build
 *     npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
 *     npm start                                                  # in another one, then open http://localhost:3000
 */
import { connection } from 'next/server';
import { Chat } from './chat';

const Page = async () => {
  await connection(); // drawn for each request, as the nonces of the content policy in proxy.ts want it
  return (
    <main>
      <h1>A shop</h1>
      <p>Ask the agent in the corner for anything, a refund for instance.</p>
      <Chat apiOrigin={process.env.ZABY_API_ORIGIN} />
    </main>
  );
};

export default Page;
