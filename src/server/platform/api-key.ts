import { ZabyAuthError } from './errors.js';
import { redactError } from '../redact.js';

/** The platform's API key, `zaby_pk_…`, or what fetches it, such as from a secret store. A function is asked anew for every call. */
export type ApiKey = string | (() => string | undefined | Promise<string | undefined>);

/** Visible ASCII, as a header value takes it. */
const usableKey = /^zaby_pk_[\x21-\x7e]+$/;

/**
 * Checks the key, or that there is a way to get one, and that this is no page: there, everyone could read it.
 *
 * @throws TypeError which names the setting and never its value.
 */
export const checkApiKey = (apiKey: ApiKey | undefined, user: string): ApiKey => {
  if ('document' in globalThis)
    throw new TypeError(`${user} is for servers: in a page, everyone could read the API key`);
  if (typeof apiKey === 'function' || (typeof apiKey === 'string' && usableKey.test(apiKey))) return apiKey;
  throw new TypeError(
    'apiKey must be an API key of the platform, which begins with zaby_pk_, or a function that gives one',
  );
};

/** The key for one call. @throws ZabyAuthError `api-key-unavailable` */
export const readApiKey = async (apiKey: ApiKey): Promise<string> => {
  if (typeof apiKey === 'string') return apiKey;
  const key = await askFor(apiKey);
  if (typeof key === 'string' && usableKey.test(key)) return key;
  throw new ZabyAuthError('apiKey() gave no API key of the platform, which begins with zaby_pk_', {
    code: 'api-key-unavailable',
  });
};

const askFor = async (apiKey: Exclude<ApiKey, string>): Promise<unknown> => {
  try {
    return await apiKey();
  } catch (thrown) {
    throw new ZabyAuthError('apiKey() failed, so the platform was not asked', {
      code: 'api-key-unavailable',
      cause: redactError(thrown),
    });
  }
};
