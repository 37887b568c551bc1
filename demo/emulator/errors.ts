import type { JsonObject } from './json.js';

/** A refusal, as the platform words it: `{ message, code }` with an HTTP status (PROTOCOL.md §3). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: JsonObject;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { headers?: Record<string, string>; details?: JsonObject } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
  }

  toResponse(): Response {
    return Response.json(
      { message: this.message, code: this.code, ...this.details },
      { status: this.status, headers: this.headers },
    );
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, 'NOT_FOUND', `${what} was not found.`);

export const invalid = (message: string, code = 'VALIDATION_FAILED'): ApiError => new ApiError(422, code, message);

/** A query that makes no sense. */
export const badRequest = (message: string, code = 'BAD_REQUEST'): ApiError => new ApiError(400, code, message);
