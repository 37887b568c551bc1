import { parseAddress } from '../address.js';
import type { Page } from './read-page.js';
import type { Report } from './report.js';

/** What the element reads of its tag (README, "Attributes and properties"). */
export const attributes: readonly string[] = [
  'token-url',
  'token-credentials',
  'api-origin',
  'runtime-url',
  'agent-url',
  'mode',
  'placement',
  'resizable',
  'bubble',
  'bubble-delay',
  'open',
  'heading',
  'greeting',
  'placeholder',
  'starters',
  'locale',
  'color-scheme',
  'scroll-mode',
  'storage',
  'storage-key',
  'allowed-link-hosts',
  'allowed-images',
  'no-feedback',
  'debug',
];

/** What every element of HTML may have. */
const anyElement =
  /^(?:id|class|style|slot|part|hidden|lang|dir|title|role|tabindex|inert|nonce|is|(?:data|aria)-.*|on.*)$/;

const choices: Readonly<Record<string, readonly string[]>> = {
  mode: ['inline', 'floating', 'panel', 'page'],
  placement: ['bottom-end', 'bottom-start', 'top-end', 'top-start'],
  'color-scheme': ['auto', 'light', 'dark'],
  'scroll-mode': ['pin-to-bottom', 'pin-to-question', 'none'],
  storage: ['session', 'local', 'none'],
  'token-credentials': ['same-origin', 'include', 'omit'],
};

/** What a page's tag says the widget is to call. */
export interface Addresses {
  readonly tokenUrl: URL | undefined;
  readonly agentUrl: URL | undefined;
  readonly apiOrigin: string | undefined;
  readonly credentials: string;
}

/** Looks at `<zaby-agent>`: is it there, does it name its endpoint, is it spelled as the element reads it. */
export const checkTag = ({ tags, swallows, scripts, base }: Page, report: Report): Addresses | undefined => {
  const [tag, ...others] = tags;
  if (!tag) {
    report.warn(
      'tag',
      `The page has no <zaby-agent> in its HTML${scripts.length > 0 ? '; a script may add it' : ''}.`,
      'Put the tag into the page, or run the doctor on the address of the token endpoint as well.',
    );
    return undefined;
  }
  report.ok('tag', others.length === 0 ? 'The page has a <zaby-agent>.' : `The page has ${tags.length} <zaby-agent>.`);
  if (swallows) {
    const remedy = 'Write </zaby-agent> right behind it: in HTML, /> closes nothing.';
    report.fault('tag', 'The tag is not closed; what comes behind it on the page is inside it, and not shown.', remedy);
  }
  for (const [name, value] of tag) checkAttribute(name, value, report);
  return readAddresses(tag, base, report);
};

/** An attribute's name without what people write between its words. */
const bare = (name: string): string => name.replaceAll(/[^a-z]/g, '');

const checkAttribute = (name: string, value: string, report: Report): void => {
  if (attributes.includes(name)) {
    const words = choices[name];
    if (words && !words.includes(value)) {
      report.fault('tag', `${name}="${value}" is none of its values.`, `Write one of ${words.join(', ')}.`);
    }
    return;
  }
  if (anyElement.test(name)) return;
  const meant = attributes.find((known) => bare(known) === bare(name));
  if (meant !== undefined) report.fault('tag', `The tag says ${name}, which nobody reads.`, `Write ${meant}.`);
  else report.warn('tag', `The tag says ${name}, which nobody reads.`, 'Remove it, or look its name up in the README.');
};

const readAddresses = (tag: ReadonlyMap<string, string>, base: URL, report: Report): Addresses => {
  const address = (name: string): URL | undefined => {
    const value = tag.get(name);
    if (value === undefined || value === '') return undefined;
    const url = parseAddress(value, base);
    if (url) return url;
    report.fault('tag', `${name} is no address.`, 'Write a path such as /api/zaby-token, or a whole address.');
    return undefined;
  };
  const tokenUrl = address('token-url');
  const agentUrl = address('agent-url');
  const apiOrigin = tag.get('api-origin');
  if (!tokenUrl && !agentUrl && !tag.has('token-url')) {
    report.warn(
      'tag',
      'The tag has no token-url.',
      'Write token-url="/api/zaby-token", unless a script sets getToken or tokenUrl.',
    );
  }
  return {
    tokenUrl,
    agentUrl,
    apiOrigin: apiOrigin === '' ? undefined : apiOrigin,
    credentials: tag.get('token-credentials') ?? 'same-origin',
  };
};
