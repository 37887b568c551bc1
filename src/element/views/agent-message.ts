import { type TemplateResult, css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { ApprovalPart, Part } from '../../core/index.js';
import type { ViewContext } from './context.js';
import { partNotice } from './notice.js';
import { progress } from './progress.js';
import { reasoning } from './reasoning.js';
import { toolCall } from './tool-call.js';

/** What stands inside a message of the agent's. An approval never does. */
export type MessagePart = Exclude<Part, ApprovalPart>;

const partView = (part: MessagePart, context: ViewContext, busy: boolean): TemplateResult | typeof nothing => {
  switch (part.kind) {
    case 'text':
      return html`<div class=${part.done ? 'text' : 'text streaming'} part="text">${context.text(part)}</div>`;
    case 'reasoning':
      return reasoning(part, context);
    case 'tool':
      return toolCall(part, context);
    case 'progress':
      return progress(part, context);
    case 'block':
      return html`<div class="block" part="block">${context.block(part.block, busy)}</div>`;
    case 'notice':
      return partNotice(part, context);
    // A program may draw activities of its own; there is nothing that every one of them has in common.
    case 'activity':
      return nothing;
  }
};

/** A stretch of the agent's answer: its parts in order. Parts that did not change are not drawn again. */
export const agentMessage = (
  parts: readonly MessagePart[],
  context: ViewContext,
  isStreaming: boolean,
  busy: boolean,
) => html`
  <div class="message agent" part="message agent-message" aria-busy=${isStreaming ? 'true' : 'false'}>
    <h3 class="visually-hidden">${context.strings.agent}</h3>
    ${parts.map((part) => guard([part, context, part.kind === 'block' && busy], () => partView(part, context, busy)))}
  </div>
`;

export const agentMessageStyles = css`
  /* What the agent writes stays inside: nothing of it can reach over what is ours. */
  .agent {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    contain: layout style;
  }

  .streaming > .markdown > :last-child:is(p, h3, h4, h5, h6)::after {
    content: '';
    display: inline-block;
    inline-size: 2px;
    block-size: 1.1em;
    margin-inline-start: 2px;
    vertical-align: -0.2em;
    border-radius: 1px;
    background: var(--zaby-accent-text);
    animation: blink 1s step-end infinite;
  }

  @keyframes blink {
    50% {
      opacity: 0;
    }
  }
`;
