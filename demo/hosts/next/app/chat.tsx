'use client';

import 'zaby-agent'; // registers the tag in browsers; on the server it does nothing

/** The widget. Its attributes are written by the server, and the tag comes to life in the browser. */
export const Chat = ({ apiOrigin }: { readonly apiOrigin: string | undefined }) => (
  <zaby-agent id="chat" mode="floating" token-url="/api/zaby-token" api-origin={apiOrigin} heading="Ask us" />
);
