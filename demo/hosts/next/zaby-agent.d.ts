import type { ZabyAgent } from 'zaby-agent';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type WidgetAttributes = DetailedHTMLProps<HTMLAttributes<ZabyAgent>, ZabyAgent> & {
  mode?: 'inline' | 'floating' | 'panel' | 'page';
  heading?: string;
  'token-url'?: string;
  'api-origin'?: string | undefined;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'zaby-agent': WidgetAttributes;
    }
  }
}
