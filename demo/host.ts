import { createTokenEndpoint, type TokenEndpointOptions } from '../src/server/index.js';

/** What the platform gives for an agent that is deployed and bound to an external app. */
export type AgentAccount = Pick<
  TokenEndpointOptions,
  'apiKey' | 'apiOrigin' | 'externalAppId' | 'deploymentId' | 'quotaPolicyId'
>;

/**
 * The token endpoint of the demo's shop: all that a site's own server has to add.
 *
 * The account comes from the server's environment, never from a file that a browser can load.
 */
export const createDemoHost = (account: AgentAccount): ((request: Request) => Promise<Response>) =>
  createTokenEndpoint({ ...account, identify: identifyVisitor });

/**
 * Says who is asking. The demo has one visitor; a real site looks the session up and answers `null` for nobody:
 *
 * ```ts
 * const session = await sessions.find(request.headers.get('cookie'));
 * return session && { userId: session.userId, displayName: session.name };
 * ```
 */
const identifyVisitor = () => ({ userId: 'demo-visitor', displayName: 'Robin' });
