/** Adds to the content policy of vite.config.js what is known only when the site runs: where the platform is. */
export const handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const policy = response.headers.get('content-security-policy');
  if (policy) {
    const apiOrigin = process.env.ZABY_API_ORIGIN ?? 'https://genapi.zaby.io';
    response.headers.set('content-security-policy', `${policy}; connect-src 'self' ${apiOrigin}`);
  }
  return response;
};
