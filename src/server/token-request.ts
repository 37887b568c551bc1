import { BodyTooLarge, BodyTooSlow, parseObject, readBoundedRequest, readInTime } from './body.js';
import { TokenEndpointError } from './errors.js';

/** What the widget asks with. Who the person is does not stand in it: that is for `identify` to say. */
export interface TokenRequest {
  /** A UUID made by the widget, in lower case. */
  readonly conversationId: string;
  /** Why it asks: it has none yet, the old one is nearly spent, or the platform refused the old one. */
  readonly reason: TokenReason;
}

export type TokenReason = 'first' | 'expiring' | 'refused';

/** Bytes. The widget's own request has about a hundred. */
export const requestLimit = 4096;

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const reasons: readonly unknown[] = ['first', 'expiring', 'refused'] satisfies TokenReason[];

/** Reads and checks the body of a token request. Fields it does not know are ignored. */
export const readTokenRequest = async (request: Request): Promise<TokenRequest> => {
  const { conversationId, reason = 'first' } = parseObject(await readText(request)) ?? {};
  if (typeof conversationId !== 'string' || !uuid.test(conversationId)) {
    throw new TokenEndpointError(
      'invalid-request',
      'The body of a token request is JSON with a UUID as conversationId',
    );
  }
  if (!reasons.includes(reason)) {
    throw new TokenEndpointError(
      'invalid-request',
      "The reason of a token request is 'first', 'expiring' or 'refused'",
    );
  }
  return { conversationId: conversationId.toLowerCase(), reason: reason as TokenReason };
};

const readText = (request: Request): Promise<string> =>
  readInTime(readBoundedRequest(request, requestLimit)).catch((cause: unknown) => {
    if (cause instanceof BodyTooLarge)
      throw new TokenEndpointError('body-too-large', `A token request has at most ${requestLimit} bytes`, { cause });
    if (cause instanceof BodyTooSlow)
      throw new TokenEndpointError('body-too-slow', 'The body of the token request did not come in time', { cause });
    throw new TokenEndpointError('invalid-request', 'The body of the token request could not be read', { cause });
  });
