import { join } from 'node:path';
import { rolldown } from 'rolldown';

const source = `
import { LitElement, html } from 'lit';
customElements.define('host-clock', class extends LitElement {
  render() { return html\`It is \${'nine'}.\`; }
});
`;

/** The script of a page that brings a Lit of its own, as a bundler would make it: a clock called `<host-clock>`. */
export const bundleHostLit = async (): Promise<string> => {
  const bundle = await rolldown({
    input: 'host-clock',
    cwd: join(import.meta.dirname, '../..'),
    plugins: [
      {
        name: 'host-clock',
        resolveId: (id) => (id === 'host-clock' ? join(import.meta.dirname, 'host-clock.js') : null),
        load: (id) => (id.endsWith('host-clock.js') ? source : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return output[0].code;
};
