import { Tokenizer } from 'marked';
import { decodeEntities } from './entities.js';

/** Deeper than this stays as text: `marked` overflows its stack on ten thousand `>`. */
export const maximumNesting = 32;

/** How many marks of one block may fail to open an emphasis before the rest are text: each costs as much as the block is long. */
const maximumFailures = 200;

/** What a written-out link begins with. RFC 5321 §4.5.3.1.1 gives a mailbox 64 octets; without a limit each letter would search all the rest for an `@`. */
const mayBeginUrl = /^(?:https?:|ftp:|www\.|mailto:|xmpp:|[\w.+-]{1,64}@)/i;

/**
 * `marked`'s tokenizer with what differs for us.
 *
 * Quotes, lists, links and emphases nest to a limit, and looking for the end of emphases has one. Character references in text are
 * decoded here, once, because a link written out in the text keeps its own. HTML is only text, so it opens no state: `<pre>` does
 * not end references, and `<a>` does not forbid links. Call `startInline` before each block's inline content.
 */
export const createTokenizer = (): { tokenizer: Tokenizer; startInline: () => void } => {
  const tokenizer = new Tokenizer();
  let depth = 0;
  let failures = 0;

  const nested =
    <Input extends unknown[], Result>(tokenize: (...input: Input) => Result | undefined) =>
    (...input: Input): Result | undefined => {
      if (depth >= maximumNesting) return undefined;
      depth += 1;
      try {
        return tokenize.apply(tokenizer, input);
      } finally {
        depth -= 1;
      }
    };
  tokenizer.blockquote = nested(tokenizer.blockquote);
  tokenizer.list = nested(tokenizer.list);
  tokenizer.link = nested(tokenizer.link);

  const searched = <Result>(
    tokenize: (source: string, masked: string, before?: string) => Result | undefined,
    marks: string,
  ) => {
    const capped = nested(tokenize);
    return (source: string, masked: string, before?: string): Result | undefined => {
      if (!marks.includes(source.charAt(0)) || failures >= maximumFailures) return undefined;
      const token = capped(source, masked, before);
      if (!token) failures += 1;
      return token;
    };
  };
  tokenizer.emStrong = searched(tokenizer.emStrong, '*_');
  tokenizer.del = searched(tokenizer.del, '~');

  const { tag, url } = tokenizer;
  tokenizer.inlineText = (source) => {
    const raw = tokenizer.rules.inline.text.exec(source)?.[0];
    return raw === undefined ? undefined : { type: 'text', raw, text: decodeEntities(raw), escaped: false };
  };
  tokenizer.url = (source) => (mayBeginUrl.test(source) ? url.call(tokenizer, source) : undefined);
  tokenizer.tag = (source) => {
    const { state } = tokenizer.lexer;
    const { inLink } = state;
    const token = tag.call(tokenizer, source);
    state.inLink = inLink;
    state.inRawBlock = false;
    return token;
  };
  return {
    tokenizer,
    startInline: () => {
      failures = 0;
    },
  };
};
