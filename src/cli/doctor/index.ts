import { text as readAll } from 'node:stream/consumers';
import { productionOrigin } from '../../server/api-origin.js';
import { redact } from '../../server/redact.js';
import { parseAddress } from '../address.js';
import { readArguments } from '../arguments.js';
import { interrupted, misuse } from '../failure.js';
import { paint, say, type Surroundings } from '../surroundings.js';
import { examine } from './examine.js';
import { createReport, type Finding, type Level } from './report.js';

const help = `Usage: npx zaby-agent doctor <address of a page or of a token endpoint>

Looks at them as a visitor's browser would, without one, and says what to fix.
It asks for a few tokens, shows none of them, and starts no run.

  --api-origin <origin>   the platform; default what the page says, ZABY_API_ORIGIN, or ${productionOrigin}
  --origin <origin>       of the pages that ask, where the address is an endpoint of another origin
  --cookie-stdin          reads the Cookie header of a signed-in person from the standard input;
                          ZABY_COOKIE in the environment does the same
  --json                  writes the findings as JSON
  --help

The exit code is 1 where there is a fault, 0 where there is none.`;

const options = {
  'api-origin': { type: 'string' },
  origin: { type: 'string' },
  'cookie-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `zaby-agent doctor`: tells what is wrong with a live page or token endpoint, and how to mend it. */
export const doctor = async (args: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { values, positionals } = readArguments('doctor', args, options);
  if (values.help) {
    say(surroundings, help);
    return 0;
  }
  const [address, ...rest] = positionals;
  if (address === undefined || rest.length > 0) {
    throw misuse('doctor takes one address.', 'Such as npx zaby-agent doctor http://localhost:3000');
  }
  const { env, input, signal } = surroundings;
  const cookie = values['cookie-stdin'] ? (await readAll(input)).trim() : env['ZABY_COOKIE'];
  const report = createReport((finding) => {
    if (!values.json) say(surroundings, describe(safe(finding), surroundings));
  });
  try {
    await examine(
      {
        url: readAddress(address),
        apiOrigin: values['api-origin'] ?? env['ZABY_API_ORIGIN'],
        apiOriginGiven: values['api-origin'] !== undefined,
        origin: values.origin === undefined ? undefined : readAddress(values.origin).origin,
        cookie: cookie === '' ? undefined : cookie,
        signal,
      },
      report,
    );
  } catch (thrown) {
    if (signal.aborted) throw interrupted('The doctor was sent away.');
    throw thrown;
  }
  const findings = report.findings.map(safe);
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  const faults = count('fault');
  if (values.json)
    say(surroundings, JSON.stringify({ address, faults, warnings: count('warning'), findings }, null, 2));
  else
    say(
      surroundings,
      `\n${plural(count('ok'), 'check')} ok, ${plural(count('warning'), 'warning')}, ${plural(faults, 'fault')}`,
    );
  return faults > 0 ? 1 : 0;
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const readAddress = (address: string): URL => {
  // As people write it: without a scheme it is this machine, or a site.
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(address)
    ? address
    : `${/^(?:localhost|127\.|\[)/.test(address) ? 'http' : 'https'}://${address}`;
  const url = parseAddress(whole);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw misuse('The address is none of a page.', 'Write one that begins with https://, or http://localhost.');
};

/** Whatever others have sent may stand in a finding, but nothing that looks like a key or a token. */
const safe = (finding: Finding): Finding => ({
  ...finding,
  message: redact(oneLine(finding.message)),
  ...(finding.remedy !== undefined && { remedy: redact(oneLine(finding.remedy)) }),
});

/** No control characters: what a page says must not write on the terminal by itself. */
// eslint-disable-next-line no-control-regex -- They are what is looked for.
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

const colours = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

const describe = ({ subject, level, message, remedy }: Finding, surroundings: Surroundings): string =>
  `${paint(surroundings, colours[level], level.padEnd(8))} ${subject.padEnd(9)} ${message}${remedy === undefined ? '' : ` ${paint(surroundings, 'bold', '→')} ${remedy}`}`;
