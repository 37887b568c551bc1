import { coveredRows, type Table } from './covered-rows.js';

const element = 'test/element';
const card = 'test/element/views/approval-card.browser.test.ts';
const server = 'test/server';

/** Where each threat of docs/SECURITY.md is held off. */
export const securityTable: Table = {
  'XSS by markdown/HTML/URL/SVG': [
    `${element}/markdown-hostile.browser.test.ts › draws nothing of its own from any payload`,
    `${element}/markdown-hostile.browser.test.ts › draws nothing of its own at any moment of a stream`,
    `${element}/markdown-hostile.browser.test.ts › makes no link of an address that must not be followed`,
    `${element}/blocks/blocks.browser.test.ts › draw nothing of a hostile content, wherever it stands`,
    `${element}/blocks/figures.browser.test.ts › draws nothing of a hostile content, wherever it stands`,
    `${element}/hostile-channels.browser.test.ts › draws nothing of its own from`,
    'test/check/sinks.test.ts › finds ${code}',
  ],
  mXSS: [
    'test/check/sinks.test.ts › finds ${code}',
    `${element}/markdown-hostile.browser.test.ts › shows HTML as it was written`,
  ],
  'DOM clobbering': [
    `${element}/hostile-channels.browser.test.ts › draws nothing of its own from any payload, and gives no name to the page`,
  ],
  'CSS injection / exfiltration': [
    `${element}/markdown-hostile.browser.test.ts › draws nothing of its own from any payload`,
  ],
  'image exfiltration (`![](https://evil/?q=)`)': [
    `${element}/markdown-hostile.browser.test.ts › fetches no picture`,
    `${element}/markdown-links.browser.test.ts › is fetched from an allowed prefix alone`,
    `${element}/markdown-links.browser.test.ts › is fetched without saying from where`,
  ],
  'link exfiltration / unfurling': [
    `${element}/blocks/sources.browser.test.ts › fetches nothing`,
    `${element}/markdown-links.browser.test.ts › shows where it leads when its text names another host`,
    `${element}/markdown-links.browser.test.ts › points out an address that carries much data`,
  ],
  'open redirect, tabnabbing': [
    `${element}/markdown-links.browser.test.ts › opens a new tab that knows nothing of the page`,
    `${element}/markdown-links.browser.test.ts › leads from \${address} to \${url}`,
  ],
  'approval spoofing by agent text': [
    `${element}/blocks/blocks.browser.test.ts › never draw an approval card`,
    `${card} › stands beside the agent’s messages, never inside one`,
    `${card} › shows the exact input before the agent’s own words`,
  ],
  'hidden argument content': [`${card} › shows what cannot be seen, and tells how long a folded value is`],
  'clickjacking of approvals': [
    `${card} › is not decided in the first half second`,
    `${card} › is not decided by a click that a script made`,
    `${card} › asks for one more click where something covers it`,
    'test/journeys/approval.test.ts › is not given by Enter in the composer, which keeps the text',
  ],
  'synthetic approval by host script': [
    'test/journeys/approval.test.ts › is not given by a script of the page that clicks the button',
  ],
  'token leakage': [
    'test/journeys/token.test.ts › is never written down anywhere',
    'test/core/persistence.test.ts › keeps the transcript for the next page, and never a token',
    'test/core/diagnostics.test.ts › holds no token, nothing the person wrote, and nothing the agent answered',
  ],
  'token sent elsewhere': [
    'test/core/platform.test.ts › does not follow a redirect with the token',
    'test/core/platform.test.ts › put ids into addresses so that they stay in their place',
  ],
  'prototype pollution': [
    'test/conformance/hostile.test.ts › keeps the shapes of our events, throws nothing, leaves prototypes alone',
    'test/core/json-patch.test.ts › leaves prototypes clean, whatever it says',
    `${element}/hostile-payloads.browser.test.ts › goes on behind \${title}`,
  ],
  'code execution by event': [
    'test/check/sinks.test.ts › finds ${code}',
    'test/journeys/question.test.ts › shows what the agent thinks, calls and sends, and passes by what nobody knows',
  ],
  'ReDoS / cost': [
    `${element}/markdown-attacks.browser.test.ts › is of at least a hundred kinds`,
    `${element}/markdown-attacks.browser.test.ts › costs what is added, and ends as if it had come at once`,
    `${element}/blocks/prompt-form.browser.test.ts › is not held up by a pattern that takes forever`,
  ],
  'supply chain': [
    'test/check/urls.test.ts › finds an address in a text, in a template and without a scheme',
    'test/journeys/script-tag.test.ts › answers under the content policy',
  ],
  'host-page interference': [
    'test/journeys/host-page.test.ts › looks the same with the widget',
    'test/journeys/fault-host.test.ts › F65 and ${name} has a widget that works',
    'test/journeys/fault-host.test.ts › F63 may remove the element in the middle of ${name}',
  ],
  'token endpoint CSRF / abuse': [
    `${server}/token-endpoint.test.ts › reads 4 KiB at most`,
    `${server}/token-endpoint.test.ts › never believes the browser about who it is`,
    `${server}/rate-limit.test.ts › counts every person for themselves`,
    `${server}/cors.test.ts › is for nobody who is not listed`,
  ],
  'API key exposure': [
    `${server}/settings.test.ts › are refused in a page`,
    `${server}/leaks.test.ts › to a browser or in a log`,
  ],
  'SSRF in the toolkit': [
    `${server}/settings.test.ts › send the API key nowhere but to a bare secure origin`,
    `${server}/platform-failures.test.ts › does not follow a redirect with the API key in hand`,
    `${server}/platform-failures.test.ts › does not read an endless answer`,
  ],
  'JWT decode without trust': [
    'test/core/token-manager.test.ts › such as ${JSON.stringify(token.slice(0, 30))} is used until it is refused',
  ],
  'log redaction': [
    `${server}/redact.test.ts › leaves no secret in`,
    `${server}/redact.test.ts › leaves what is no secret as it was said`,
  ],
  'cross-user mixing': [
    'test/core/persistence.test.ts › removes what was kept for that person, and nothing else',
    `${server}/renewal.test.ts › share one token where user and conversation are the same, and no other`,
  ],
};

export const securityRows = coveredRows('security-rows', 'docs/SECURITY.md', /^(?!threat$|-)/, securityTable);
