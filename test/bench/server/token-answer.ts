/** What the platform answers to a request for a token, with a token of the usual length. */
export const tokenAnswer = JSON.stringify({
  token: `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(600)}.${'b'.repeat(43)}`,
  tokenType: 'Bearer',
  expiresAt: '2030-01-01T00:00:00.000Z',
  rotateAfterSeconds: 540,
  remainingUses: 1000,
  scopes: ['runs:write', 'runs:read', 'approvals:write', 'feedback:write'],
  agentSessionId: `session_${'c'.repeat(24)}`,
});
