import { ZabyAgent } from '../../src/element/index.js';
import { exampleGroups } from './examples.js';
import { fillExamplesPanel } from './examples-panel.js';
import { renderers } from './renderers.js';

const agent = document.querySelector('zaby-agent');
const panel = document.querySelector('#examples');

if (agent instanceof ZabyAgent) agent.renderers = renderers;
if (agent instanceof ZabyAgent && panel) {
  fillExamplesPanel(panel, exampleGroups, async (message) => {
    agent.show();
    agent.scrollIntoView({ block: 'nearest' });
    await agent.sendMessage(message);
  });
}
