import '../../src/element/index.js';
import { exampleGroups } from './examples.js';
import { fillExamplesPanel } from './examples-panel.js';

/** What the panel of examples needs of the widget. */
interface Agent extends HTMLElement {
  show(): void;
  sendMessage(text: string): Promise<unknown>;
}

const agent = document.querySelector<Agent>('zaby-agent');
const panel = document.querySelector('#examples');

if (agent && panel) {
  fillExamplesPanel(panel, exampleGroups, async (message) => {
    agent.show();
    await agent.sendMessage(message);
  });
}
