import { defineConfig } from 'vite';
import { zabyDemo } from './demo/plugin.js';

/** The development server of `npm start`: the demo's pages, with the shop's token endpoint and the emulated platform. */
export default defineConfig({
  root: 'demo',
  appType: 'mpa',
  publicDir: false,
  cacheDir: '../node_modules/.vite',
  plugins: [zabyDemo()],
  // As visitors get it, without Lit's development warnings.
  resolve: { conditions: ['module', 'browser', 'production'] },
  server: {
    fs: { allow: ['..'] },
    hmr: { overlay: false }, // its markup is what the content policy forbids
  },
});
