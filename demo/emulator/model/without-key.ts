/** Of what an API says of a failure, in characters. */
const MAX_LENGTH = 300;

/** What an API said, as one line without the key, or anything else that looks like one: some services quote what they refuse. */
export const withoutKey = (words: string, apiKey: string): string =>
  words
    .replaceAll(apiKey, '…')
    .replaceAll(/\b(?:sk|pk|gsk|xai)[-_][\w*.-]{4,}|\bbearer\s+\S+/gi, '…')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, MAX_LENGTH);
