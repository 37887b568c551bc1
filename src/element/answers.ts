import { blockStyles, renderBlock } from './blocks/index.js';
import { markdownStyles, renderMarkdown } from './markdown/index.js';
import { plainText } from './markdown/plain-text.js';

/** The door to what draws the agent's answers, Markdown and blocks, loaded when there is the first one to draw. */
export const answers = { renderMarkdown, renderBlock, plainText, styles: [markdownStyles, blockStyles] };

export type Answers = typeof answers;
