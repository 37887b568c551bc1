import { type NextRequest, NextResponse } from 'next/server';

/**
 * Keeps the pages to a strict content policy. Next's own inline scripts carry a nonce, which it finds in the policy of the
 * request; `nextjs` is its own policy for Trusted Types, `default` the one of instrumentation-client.ts, `lit-html` that of Lit, which the
 * widget is made with.
 */
export const proxy = (request: NextRequest): NextResponse => {
  // `next dev` itself lives on eval() and inline styles.
  if (process.env.NODE_ENV === 'development') return NextResponse.next();
  const nonce = crypto.randomUUID();
  const policy = [
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self'`,
    `connect-src 'self' ${process.env.ZABY_API_ORIGIN ?? 'https://genapi.zaby.io'}; base-uri 'none'; form-action 'none'`,
    "require-trusted-types-for 'script'; trusted-types zaby-agent lit-html nextjs default",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
};

export const config = { matcher: ['/((?!api|_next/static|_next/image|favicon.ico).*)'] };
