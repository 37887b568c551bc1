import { createEmulator } from './index.js';
import { listen } from './listen.js';

// The origins of the demo's own pages, as Vite serves them.
const origins = (process.env['ORIGINS'] ?? 'http://localhost:5173,http://127.0.0.1:5173').split(',');
const emulator = createEmulator({ control: true, seed: { origins } });
const { origin } = await listen(emulator, { port: Number(process.env['PORT'] ?? 9080) });
console.log(`The emulated platform listens on ${origin}`);
