/// <reference types="trusted-types" />

/**
 * Lets Next load its own parts under `require-trusted-types-for 'script'`, for Turbopack names them by plain addresses: the widget
 * comes in parts too, the larger ones when a visitor opens it. Everything else that is no trusted address stays blocked.
 */
window.trustedTypes?.createPolicy('default', {
  createScriptURL: (address) => {
    if (new URL(address, location.href).href.startsWith(`${location.origin}/_next/static/`)) return address;
    throw new TypeError(`${address} is no script of this site`);
  },
});
