import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** SvelteKit gives its inline script a nonce, or a hash on pages that are drawn beforehand. `connect-src` is added in hooks.server.js. */
const directives = {
  'default-src': ['none'],
  'script-src': ['self'],
  'style-src': ['self'],
  // Exactly one inline style: that of SvelteKit's own line for screen readers, which says where one has navigated to.
  'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
  'img-src': ['self'],
  'base-uri': ['none'],
  'form-action': ['none'],
  'require-trusted-types-for': ['script'],
  // Of Svelte, and of Lit, which the widget is made with.
  'trusted-types': ['zaby-agent', 'lit-html', 'svelte-trusted-html', 'sveltekit-trusted-url'],
};

export default defineConfig({
  plugins: [sveltekit({ adapter: adapter(), csp: { mode: 'auto', directives } })],
});
