import type { AgentDefinition } from '../definition.js';
import { say } from '../script.js';

export const demoAgent = (): AgentDefinition => ({ scripts: [{ when: '', script: [say('You said: {{message}}')] }] });
