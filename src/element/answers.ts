import { blockStyles, createCiting, formAnswers, renderBlock } from './blocks/index.js';
import { canonical } from './locales/canonical.js';
import { createDecisionGuard } from './controllers/decision-guard.js';
import { enAnswers } from './locales/en-answers.js';
import { markdownStyles, renderMarkdown } from './markdown/index.js';
import { plainText } from './markdown/plain-text.js';
import { print } from './themes/print.js';
import { feedback, feedbackStyles } from './views/feedback.js';
import { progress, progressStyles } from './views/progress.js';
import { approvalButtonsStyles } from './views/approval-buttons.js';
import { approvalCard, approvalCardStyles } from './views/approval-card.js';
import { approvalResult } from './views/approval-result.js';
import { argumentFormStyles } from './views/argument-form.js';
import { asideStyles, helperOf } from './views/aside.js';
import { launcherNews, launcherNewsStyles } from './views/launcher-news.js';
import { labelledValuesStyles } from './views/labelled-values.js';
import { reasoning, reasoningStyles } from './views/reasoning.js';
import { toolCall, toolCallStyles } from './views/tool-call.js';
import { gathered, workGroup } from './views/work-group.js';

/**
 * The door to what draws the agent's answers, loaded when there is the first one to draw: Markdown, blocks, approvals, and what
 * stands beside the text, also on the launcher. Notices are not in it: they must be there whatever the network does. A decision needs the network as
 * much as this file does, which is asked for again until it is here.
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
  approvalCard,
  approvalResult,
  createDecisionGuard,
  progress,
  feedback,
  launcherNews,
  strings: enAnswers,
  canonical,
  styles: [
    markdownStyles,
    blockStyles,
    asideStyles,
    reasoningStyles,
    toolCallStyles,
    labelledValuesStyles,
    approvalCardStyles,
    approvalButtonsStyles,
    argumentFormStyles,
    progressStyles,
    feedbackStyles,
    launcherNewsStyles,
    // Last, since it takes back what the others say.
    print,
  ],
};

export type Answers = typeof answers;
