/**
 * A conversation in the terminal, over the same core the widget uses: `npm run chat`.
 *
 * By itself it talks to the demo's agent, on the emulator of a running `npm start` or on one of its own. With `TOKEN_URL` (and
 * `API_ORIGIN`) in the environment it talks to any other. Reads a keyboard or a pipe.
 */
import { activeTurn, createConversation } from '../src/core/index.js';
import { chat } from './terminal/chat.js';
import { createLines } from './terminal/lines.js';
import { openLocalAgent, type AgentAddress } from './terminal/local-agent.js';
import { createTranscript } from './terminal/transcript.js';

const { stdin, stdout, env } = process;
const write = (text: string) => void stdout.write(text);
const colours = stdout.isTTY && !env['NO_COLOR'];
const dim = (text: string) => (colours ? `\u001b[2m${text}\u001b[22m` : text);

const transcript = createTranscript(write, dim);
const agent: AgentAddress = env['TOKEN_URL']
  ? { tokenUrl: env['TOKEN_URL'], apiOrigin: env['API_ORIGIN'] ?? 'https://genapi.zaby.io', close: async () => {} }
  : await openLocalAgent(transcript.note);

const conversation = createConversation({ tokenUrl: agent.tokenUrl, apiOrigin: agent.apiOrigin });
const lines = createLines(stdin, stdout, {
  take: (line) => {
    if (line !== '/stop' || !activeTurn(conversation.state)) return false;
    conversation.stop();
    return true;
  },
  interrupt: () => {
    if (activeTurn(conversation.state)) conversation.stop();
    else lines.close();
  },
});

transcript.note('Say something, or /help. Hello, refund, report, brewing guide …');
await chat({
  conversation,
  lines,
  transcript,
  prompt: () => {
    transcript.note('');
    if (stdin.isTTY) write('you: ');
  },
});
conversation.dispose();
lines.close();
await agent.close();
