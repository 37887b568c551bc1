import { TokenEndpointError } from './errors.js';
import { redactError } from './redact.js';
import { sha256 } from './sha256.js';

/** Who the person is, by the host's own session. Never taken from anything the widget sent. */
export interface Identity {
  /** The host's stable id of the user: account, or anonymous session. The platform keeps memory and quota under it. */
  readonly userId: string;
  readonly displayName?: string | undefined;
  /** BCP 47, such as `pt-BR`. */
  readonly locale?: string | undefined;
  /** IANA, such as `Europe/Lisbon`. */
  readonly timezone?: string | undefined;
  /** Passed to the platform as it is. Every field is visible to the agent: put in no secrets. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Decides who is asking, from cookies or headers of the host's own session. `null` means nobody: the widget then asks the
 * person to sign in. The body of the request is already read, and is no source for this.
 *
 * `context` is whatever the host's framework knows the request by, where the session may be found already read: what was
 * passed beside the request, and under `toNodeHandler` the framework's own request, such as Express' with its `session`.
 */
export type Identify<Context = unknown> = (
  request: Request,
  context: Context,
) => Identity | null | undefined | Promise<Identity | null | undefined>;

/** Longer ones are a mistake, and would cost memory for each user that is counted. */
const maxUserIdLength = 512;

/** Asks `identify`, and checks what it says. Throws `sign-in-required` for nobody, and `internal` for what makes no sense. */
export const createIdentification =
  <Context>(identify: Identify<Context>) =>
  async (request: Request, context: Context): Promise<Identity> => {
    let identity: Identity | null | undefined;
    try {
      identity = await identify(request, context);
    } catch (thrown) {
      throw new TokenEndpointError('internal', 'identify threw', { cause: redactError(thrown) });
    }
    if (!identity) throw new TokenEndpointError('sign-in-required', 'identify knows no user for this request');
    const { userId } = identity;
    if (typeof userId === 'string' && userId !== '' && userId.length <= maxUserIdLength) return identity;
    throw new TokenEndpointError(
      'internal',
      `identify must give a userId, a text of at most ${maxUserIdLength} characters that is not empty, or null`,
    );
  };

/** Whose token it is, and for which conversation. */
export interface Asker {
  readonly identity: Identity;
  readonly conversationId: string;
  /** User and conversation together. As JSON, so that no user id can be written to look like another pair. */
  readonly key: string;
}

export const createAsker = (identity: Identity, conversationId: string): Asker => ({
  identity,
  conversationId,
  key: JSON.stringify([identity.userId, conversationId]),
});

/**
 * The id of a conversation's memory on the platform: SHA-256, in hex, of user and conversation together (DECISIONS.md, Identity).
 *
 * A visitor who learns another's conversation id gets another session by it, since the user id is not theirs to choose.
 */
export const externalSessionId = ({ key }: Asker): string | Promise<string> => sha256(key);
