import type { JsonObject } from '../json.js';

/** Something the model may use. */
export interface ModelTool {
  readonly name: string;
  /** For the model: what it does, and when to use it. */
  readonly description: string;
  /** The JSON schema of the arguments. */
  readonly parameters: JsonObject;
  /** What a person is asked before it is used; nobody is asked without. */
  readonly approval?: (args: JsonObject) => ApprovalQuestion;
  /** Its result, as JSON; throws an `Error` whose message the model is told. */
  readonly use: (args: JsonObject) => unknown;
}

export interface ApprovalQuestion {
  readonly title: string;
  readonly description?: string;
  readonly risk?: string;
  /** Marks the arguments as ones the person may change. */
  readonly editable?: boolean;
}
