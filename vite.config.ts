import { defineConfig } from 'vite';
import { zabyDemo } from './demo/plugin.js';

/** The development server of `npm start`: the demo's pages, with the shop's token endpoint and the emulated platform. */
export default defineConfig(({ mode }) => ({
  root: 'demo',
  appType: 'mpa',
  publicDir: false,
  cacheDir: '../node_modules/.vite',
  // A test begins with nothing.
  plugins: [zabyDemo({ snapshot: mode === 'test' ? undefined : 'node_modules/.cache/zaby-agent/emulator.jsonl' })],
  // As visitors get it, without Lit's development warnings.
  resolve: { conditions: ['module', 'browser', 'production'] },
  server: {
    fs: { allow: ['..'] },
    hmr: { overlay: false }, // its markup is what the content policy forbids
  },
}));
