import { byId, say } from './dom.js';

/**
 * Asks the platform to do something, and says what came of it.
 *
 * @param {string} action
 * @param {object} body
 * @param {(answer: Record<string, unknown>) => string} words
 */
export const act = async (action, body, words) => {
  const said = byId('said');
  try {
    const response = await fetch(`/__emulator/console/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    say(said, response.ok ? words(answer) : `Not done: ${answer.message ?? response.status}`);
  } catch {
    say(said, 'Not done: the emulator does not answer.');
  }
};
