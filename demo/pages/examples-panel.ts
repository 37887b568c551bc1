import type { Example, ExampleGroup } from './examples.js';

/** Fills an element with the buttons of all examples; `say` gets what each one stands for. */
export const fillExamplesPanel = (
  panel: Element,
  groups: readonly ExampleGroup[],
  say: (message: string) => Promise<unknown>,
): void => {
  const status = element('p', { role: 'status', class: 'examples-status' });
  const press = ({ message }: Example) => {
    status.textContent = '';
    say(message).catch((error: unknown) => {
      status.textContent = error instanceof Error ? error.message : String(error);
    });
  };
  panel.append(...groups.map((group) => groupOf(group, press)), status);
};

const groupOf = ({ title, examples }: ExampleGroup, press: (example: Example) => void): Element =>
  element('section', {}, [
    element('h3', {}, [title]),
    element(
      'ul',
      {},
      examples.map((example) => element('li', {}, [buttonOf(example, press)])),
    ),
  ]);

const buttonOf = (example: Example, press: (example: Example) => void): Element => {
  const button = element('button', { type: 'button', title: `Sends: ${example.message}` }, [example.label]);
  button.addEventListener('click', () => press(example));
  return button;
};

const element = (
  name: string,
  attributes: Record<string, string>,
  children: readonly (Element | string)[] = [],
): Element => {
  const result = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) result.setAttribute(attribute, value);
  result.append(...children);
  return result;
};
