import {
  ZabyApiError,
  ZabyAuthError,
  ZabyConnectionError,
  ZabyDeploymentError,
  ZabyPermissionError,
  ZabyRateLimitError,
} from '../../server/index.js';
import { Failure, interrupted } from '../failure.js';
import { explainUnreachable } from '../network.js';

const again = 'What was made so far stays, and is written down: run the same command again, and it goes on from there.';

/**
 * Says what stopped a provisioning in a sentence of its own, and what to do; what is no fault of the platform's stays as it is.
 * Once it has begun, something was found or made by this run.
 */
export const explainFailure = (thrown: unknown, apiOrigin: string, hasBegun: boolean, signal: AbortSignal): unknown => {
  if (signal.aborted) return interrupted('Left before it was done.', hasBegun ? again : undefined);
  if (!(thrown instanceof ZabyApiError)) return thrown;
  const [message, ...remedies] = sentences(thrown, apiOrigin, hasBegun);
  return new Failure(message, remedies.filter(Boolean).join(' '), { cause: thrown });
};

const sentences = (
  error: ZabyApiError,
  apiOrigin: string,
  hasBegun: boolean,
): readonly [message: string, ...remedies: string[]] => {
  const goOn = hasBegun ? again : '';
  if (error instanceof ZabyAuthError) {
    return [
      `The platform at ${apiOrigin} does not know this API key.`,
      'Take it from the platform once more; is it of this platform? It is read from ZABY_API_KEY in the environment, then from .env.',
    ];
  }
  if (error instanceof ZabyPermissionError) {
    return [
      'This API key may not make agents, apps and policies.',
      `Give it the rights on the platform. ${error.message}.`,
    ];
  }
  if (error instanceof ZabyConnectionError) {
    const { message, remedy } = explainUnreachable(error, new URL(apiOrigin).host);
    return [message, remedy, goOn];
  }
  if (error instanceof ZabyRateLimitError) {
    return ['The platform takes no more calls for now.', whenAgain(error), goOn];
  }
  if (error instanceof ZabyDeploymentError && error.code === 'deployment-failed') {
    return [
      `${error.message}.`,
      'Remove ZABY_DEPLOYMENT_ID from .env and run this again: a new deployment is made then.',
    ];
  }
  if (error instanceof ZabyDeploymentError) {
    return [
      `${error.message}.`,
      `${again} --timeout 60 waits for an hour. Where it never ends, remove ZABY_DEPLOYMENT_ID from .env: a new one is made then.`,
    ];
  }
  // A platform has agents, so the first question of all is no 404 there.
  if (error.code === 'protocol' || error.code === 'redirected' || (!hasBegun && error.status === 404)) {
    return [`${apiOrigin} is no Zaby platform.`, 'Correct --api-origin; the emulator is http://localhost:9080.'];
  }
  if ((error.status ?? 0) >= 500) return [`The platform failed: ${error.message}.`, 'Try again later.', goOn];
  return [
    `The platform refused: ${error.message}.`,
    hasBegun ? again : 'Nothing was made. Mend that, and run the same command again.',
  ];
};

const whenAgain = ({ retryAfter }: ZabyApiError): string =>
  retryAfter === undefined ? 'Come back later.' : `Come back in ${retryAfter} seconds.`;
