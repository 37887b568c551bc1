import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import stylelint from 'stylelint';
import { root } from './source.js';

const lint = async (css: string): Promise<string[]> => {
  const { results } = await stylelint.lint({
    code: `import { css } from 'lit';\nexport const styles = css\`${css}\`;\n`,
    codeFilename: join(root, 'src/element/planted.ts'),
    configFile: join(root, '.stylelintrc.json'),
  });
  return results
    .flatMap(({ warnings, parseErrors }) => [
      ...warnings.map(({ rule }) => rule),
      ...parseErrors.map(({ text }) => text),
    ])
    .toSorted();
};

describe('the check of styles', () => {
  it('finds rem in a template', async () => {
    assert.deepEqual(await lint(':host { padding: 1rem; }'), ['unit-disallowed-list']);
  });

  it('finds rem in a calculation, a custom property and a media query', async () => {
    assert.deepEqual(
      await lint(':host { width: calc(100% - 2rem); --gap: 1rem; } @media (width < 40rem) { p { color: red; } }'),
      ['unit-disallowed-list', 'unit-disallowed-list', 'unit-disallowed-list'],
    );
  });

  it('finds a physical side where a logical one exists', async () => {
    assert.deepEqual(await lint('p { margin-left: 1px; text-align: right; }'), [
      'declaration-property-value-disallowed-list',
      'property-disallowed-list',
    ]);
  });

  it('is calm about px, em, logical sides and what is filled in', async () => {
    assert.deepEqual(
      await lint(':host { padding-inline: 1em; margin-block: 2px; color: ${accent}; } ${shared} /* never rem */'),
      [],
    );
  });
});
