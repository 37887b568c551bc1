'use client';

import 'zaby-agent'; // registers the tag in browsers; on the server it does nothing

/**
 * The widget. Its attributes are written by the server, and the tag comes to life in the browser, perhaps before React looks at
 * it: by then it has set attributes of its own, such as `color-scheme`, which React need not warn of.
 */
export const Chat = ({ apiOrigin }: { readonly apiOrigin: string | undefined }) => (
  <zaby-agent
    id="chat"
    mode="floating"
    token-url="/api/zaby-token"
    api-origin={apiOrigin}
    heading="Ask us"
    suppressHydrationWarning
  />
);
