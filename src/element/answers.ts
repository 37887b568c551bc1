import { blockStyles, renderBlock } from './blocks/index.js';
import { markdownStyles, renderMarkdown } from './markdown/index.js';
import { plainText } from './markdown/plain-text.js';
import { feedback, feedbackStyles } from './views/feedback.js';
import { progress, progressStyles } from './views/progress.js';
import { asideStyles, reasoning } from './views/reasoning.js';
import { toolCall, toolCallStyles } from './views/tool-call.js';

/**
 * The door to what draws the agent's answers, loaded when there is the first one to draw: Markdown, blocks, and what stands beside
 * the text. Approvals and notices are not in it: they must be there whatever the network does.
 */
export const answers = {
  renderMarkdown,
  renderBlock,
  plainText,
  reasoning,
  toolCall,
  progress,
  feedback,
  styles: [markdownStyles, blockStyles, asideStyles, toolCallStyles, progressStyles, feedbackStyles],
};

export type Answers = typeof answers;
