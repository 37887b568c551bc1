import { invalid } from './errors.js';
import {
  givenChoice,
  givenCount,
  givenName,
  givenObject,
  givenText,
  givenTexts,
  neededText,
  onlyGiven,
} from './fields.js';
import type { JsonObject } from './json.js';
import type { MintRequest } from './store.js';

const channels = ['server', 'web', 'mobile', 'support', 'embedded'] as const;

/** The user, in either spelling. */
export const neededUser = (body: JsonObject): string => {
  const user = givenText(body, 'externalUserId') ?? givenText(body, 'uniqueId');
  if (user === undefined) throw invalid('"externalUserId" is missing.');
  return user;
};

const givenLocale = (body: JsonObject): string | undefined => {
  const locale = givenText(body, 'locale');
  try {
    if (locale !== undefined) Intl.getCanonicalLocales(locale);
    return locale;
  } catch {
    throw invalid('"locale" is a language tag such as pt-BR.');
  }
};

const givenTimezone = (body: JsonObject): string | undefined => {
  const timezone = givenText(body, 'timezone');
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone }).format();
    return timezone;
  } catch {
    throw invalid('"timezone" is a name such as Europe/Lisbon.');
  }
};

/** What a token is asked for with, every member looked at (PROTOCOL.md §5). In a playground there is no policy. */
export const readMintRequest = (body: JsonObject, { playground = false } = {}): MintRequest => ({
  deploymentId: neededText(body, 'deploymentId'),
  ...(!playground && { quotaPolicyId: neededText(body, 'quotaPolicyId') }),
  externalUserId: neededUser(body),
  ...onlyGiven({
    externalSessionId: givenText(body, 'externalSessionId'),
    channel: givenChoice(body, 'channel', channels),
    ttlSeconds: givenCount(body, 'ttlSeconds'),
    maxUses: givenCount(body, 'maxUses'),
    scopes: givenTexts(body, 'scopes'),
    displayName: givenName(body, 'displayName'),
    locale: givenLocale(body),
    timezone: givenTimezone(body),
    metadata: givenObject(body, 'metadata'),
    requestId: givenText(body, 'requestId'),
  }),
});
