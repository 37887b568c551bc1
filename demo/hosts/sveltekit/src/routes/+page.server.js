import { env } from '$env/dynamic/private';

/** What the page may know of the settings. */
export const load = () => ({ apiOrigin: env.ZABY_API_ORIGIN });
