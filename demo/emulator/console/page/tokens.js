import { act } from './actions.js';
import { make, makeButton, say } from './dom.js';
import { durationOf, shortId } from './format.js';
import { createTable } from './table.js';

/** @typedef {import('./state.js').TokenRow} TokenRow */

/** What is left of the tokens' time changes without anybody telling. */
const EVERY = 1000;

/** @param {TokenRow} first */
const createRevoke = ({ familyId, userId }) => {
  const button = makeButton(
    'Revoke family',
    () => void act('revoke-family', { familyId }, () => `Every token of the family ${shortId(familyId)} has stopped.`),
  );
  return {
    element: button,
    /** @param {TokenRow} token */
    update: ({ family }) => {
      const words = family === 'REVOKED' ? 'Revoked' : 'Revoke family';
      if (family === 'REVOKED') button.setAttribute('aria-disabled', 'true');
      button.setAttribute('aria-label', `${words} ${shortId(familyId)} of ${userId}`);
      say(button, words);
    },
  };
};

/**
 * Tokens by their ids. The tokens themselves are not here: nobody can use what this shows.
 *
 * @param {import('./state.js').State} state
 * @returns {import('./tabs.js').View}
 */
export const createTokens = (state) => {
  /** @param {TokenRow} token */
  const statusOf = ({ status, expiresAt, uses, maxUses, family }) => {
    if (family === 'REVOKED') return 'family revoked';
    if (status !== 'active') return status;
    if (expiresAt <= state.now()) return 'expired';
    return maxUses !== undefined && uses >= maxUses ? 'spent' : 'active';
  };
  const table = createTable({
    caption: 'Runtime tokens, newest first',
    empty: 'No token was minted yet.',
    columns: [
      { title: 'Token', text: (/** @type {TokenRow} */ { id }) => shortId(id), hint: ({ id }) => id },
      { title: 'User', text: ({ userId }) => userId },
      { title: 'Session', text: ({ sessionId }) => shortId(sessionId), hint: ({ sessionId }) => sessionId },
      { title: 'Status', text: statusOf },
      {
        title: 'Uses left',
        text: ({ uses, maxUses }) =>
          maxUses === undefined ? `no limit (${uses} used)` : `${Math.max(0, maxUses - uses)} of ${maxUses}`,
      },
      {
        title: 'Expires',
        text: ({ expiresAt }) => (expiresAt <= state.now() ? 'is over' : `in ${durationOf(expiresAt - state.now())}`),
      },
      { title: 'Family', text: ({ familyId }) => shortId(familyId), hint: ({ familyId }) => familyId },
      { title: 'Bad day', node: createRevoke },
    ],
  });
  const panel = make('section', {}, table.element);
  const draw = () =>
    table.draw(
      state
        .tokens()
        .toReversed()
        .map((token) => ({ ...token })),
    );
  setInterval(() => panel.hidden || draw(), EVERY);
  return { name: 'tokens', title: 'Tokens', panel, count: () => state.tokens().length, draw };
};
