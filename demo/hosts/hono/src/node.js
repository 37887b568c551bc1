/** The same app on Node: `npm run start:node`. */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import app from './app.js';

app.get('/zaby-agent.js', serveStatic({ root: './public' }));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: (request, { incoming }) => app.fetch(request, { ...process.env, incoming }), port }, () =>
  console.log(`The shop is open: http://localhost:${port}`),
);
