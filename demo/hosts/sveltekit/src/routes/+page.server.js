/** What the page may know of the settings. */
export const load = () => ({ apiOrigin: process.env.ZABY_API_ORIGIN });
