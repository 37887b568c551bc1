/** Where the model is, and what it is told. */
export interface ModelSettings {
  /** Everything before `/chat/completions`, such as `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Longest silence before and between the pieces of an answer, in milliseconds. Two minutes unless told: a local model is loaded first. */
  readonly silenceMs?: number;
  /** Told what the API said of a failure, never with the key. */
  readonly log?: (line: string) => void;
}

const DEFAULT_MODEL = 'gpt-4o-mini';

/**
 * Reads `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `OPENAI_MODEL`; undefined unless the first two are set.
 *
 * A key alone is not enough: many machines have one for other reasons, and nobody's messages go to a paid service unasked.
 */
export const readModelSettings = (
  env: Readonly<Record<string, string | undefined>>,
): Pick<ModelSettings, 'baseUrl' | 'apiKey' | 'model'> | undefined => {
  const [baseUrl, apiKey, model] = ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_MODEL'].map((name) =>
    env[name]?.trim(),
  );
  if (!baseUrl || !apiKey) return undefined;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error('OPENAI_BASE_URL is no http or https address, such as http://localhost:11434/v1.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error('OPENAI_BASE_URL holds a user name or password; the key belongs into OPENAI_API_KEY.');
  }
  // Headers would refuse it too, but with the key in the error.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new Error('OPENAI_API_KEY holds a character that no key has.');
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey, model: model || DEFAULT_MODEL };
};
