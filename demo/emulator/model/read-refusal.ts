import { isObject, text } from '../json.js';
import { ModelError } from './model-error.js';

const readWait = (response: Response): string => {
  const said = response.headers.get('retry-after');
  if (said === null) return 'in a little while';
  const seconds = /^\d+$/.test(said.trim()) ? Number(said) : Math.ceil((Date.parse(said) - Date.now()) / 1000);
  if (!(seconds > 0)) return 'in a little while';
  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`;
};

const readDetail = async (response: Response): Promise<string> => {
  const raw = await response.text().catch(() => '');
  let said: string | undefined;
  try {
    const body = JSON.parse(raw) as unknown;
    const error = isObject(body) ? body['error'] : undefined;
    said = text(error, 'message') ?? text(body, 'error') ?? text(body, 'message') ?? text(body, 'detail');
  } catch {
    // A page, or nothing.
  }
  return `${response.status}${said === undefined ? '' : `: ${said}`}`;
};

/** Says what a refusal of the model's API means. */
export const readRefusal = async (response: Response): Promise<ModelError> => {
  const { status } = response;
  const detail = await readDetail(response);
  if (status === 401 || status === 403) {
    return new ModelError('MODEL_KEY_REFUSED', 'The model refused the key of this emulator.', { detail });
  }
  if (status === 404) {
    return new ModelError('MODEL_NOT_FOUND', 'There is no such model, or no such address.', { detail });
  }
  if (status === 429) {
    return new ModelError('MODEL_BUSY', `The model is busy. Try again ${readWait(response)}.`, { detail });
  }
  if (status >= 500) return new ModelError('MODEL_FAILED', 'The model failed. Try again.', { detail });
  return new ModelError('MODEL_REFUSED', 'The model did not take the question.', { detail });
};
