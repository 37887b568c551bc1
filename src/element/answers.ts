import { blockStyles, createCiting, formAnswers, renderBlock } from './blocks/index.js';
import { enAnswers } from './locales/en-answers.js';
import { markdownStyles, renderMarkdown } from './markdown/index.js';
import { plainText } from './markdown/plain-text.js';
import { feedback, feedbackStyles } from './views/feedback.js';
import { progress, progressStyles } from './views/progress.js';
import { argumentForm, argumentFormStyles, readArguments } from './views/argument-form.js';
import { asideStyles, helperOf } from './views/aside.js';
import { reasoning, reasoningStyles } from './views/reasoning.js';
import { toolCall, toolCallStyles } from './views/tool-call.js';
import { gathered, workGroup } from './views/work-group.js';

/**
 * The door to what draws the agent's answers, loaded when there is the first one to draw: Markdown, blocks, and what stands beside
 * the text. Approvals and notices are not in it: they must be there whatever the network does.
 */
export const answers = {
  renderMarkdown,
  renderBlock,
  createCiting,
  formAnswers,
  plainText,
  reasoning,
  toolCall,
  gathered,
  helperOf,
  workGroup,
  argumentForm,
  readArguments,
  progress,
  feedback,
  strings: enAnswers,
  styles: [
    markdownStyles,
    blockStyles,
    asideStyles,
    reasoningStyles,
    toolCallStyles,
    argumentFormStyles,
    progressStyles,
    feedbackStyles,
  ],
};

export type Answers = typeof answers;
