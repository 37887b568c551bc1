export type ModelErrorCode =
  | 'MODEL_KEY_REFUSED'
  | 'MODEL_NOT_FOUND'
  | 'MODEL_REFUSED'
  | 'MODEL_BUSY'
  | 'MODEL_FAILED'
  | 'MODEL_UNREACHABLE'
  | 'MODEL_SILENT'
  | 'MODEL_CUT'
  | 'MODEL_ANSWER_INVALID'
  | 'MODEL_ANSWER_TOO_LONG'
  | 'MODEL_ANSWER_FILTERED'
  | 'MODEL_SAID_NOTHING'
  | 'MODEL_TOO_MANY_STEPS';

/**
 * Why the model did not answer. `message` is for the person who asked; `detail` is for the developer's log: what the
 * API itself said, which may quote the key (`withoutKey`).
 */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly detail: string | undefined;

  constructor(code: ModelErrorCode, message: string, { detail, cause }: { detail?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.name = 'ModelError';
    this.code = code;
    this.detail = detail;
  }
}
