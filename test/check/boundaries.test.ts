import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCrossings } from './boundaries.js';

const find = (path: string, text: string): string[] => findCrossings({ path, text }).map(({ message }) => message);

describe('the borders of the folders', () => {
  const crossings: readonly (readonly [path: string, code: string, message: string])[] = [
    ['src/core/a.ts', "import { b } from '../element/b.js';", 'may not import ../element/b.js'],
    ['src/core/a.ts', "import { html } from 'lit';", 'may not import lit'],
    ['src/core/a.ts', "import { createParser } from 'eventsource-parser';", 'may not import eventsource-parser'],
    ['src/server/a.ts', "import { createHash } from 'node:crypto';", 'may not import node:crypto'],
    ['src/server/a.ts', "export * from '../core/errors.js';", 'may not import ../core/errors.js'],
    ['src/element/a.ts', "import type { Turn } from '../core/state.js';", 'may not import ../core/state.js'],
    ['src/element/views/a.ts', "export { b } from '../../core/reduce.js';", 'may not import ../../core/reduce.js'],
    [
      'src/element/a.ts',
      "const core = await import('../core/conversation.js');",
      'may not import ../core/conversation.js',
    ],
    [
      'src/element/a.ts',
      "type State = import('../core/state.js').ConversationState;",
      'may not import ../core/state.js',
    ],
    ['src/element/a.ts', "import { chart } from 'chart.js';", 'may not import chart.js'],
    ['src/element/a.ts', 'await fetch(address);', 'may not call fetch'],
    ['src/element/a.ts', 'globalThis.fetch(address);', 'may not call fetch'],
    ['src/element/a.ts', 'new EventSource(address);', 'may not call EventSource'],
    ['src/cli/a.ts', "import { html } from 'lit';", 'may not import lit'],
    [
      'src/cli/a.ts',
      "import { createEmulator } from '../../demo/emulator/index.js';",
      'may not import ../../demo/emulator/index.js',
    ],
    ['src/cli/a.ts', "import { createConversation } from '../core/index.js';", 'may not import ../core/index.js'],
    ['src/server/a.ts', "import { Failure } from '../cli/failure.js';", 'may not import ../cli/failure.js'],
    [
      'demo/emulator/a.ts',
      "import type { WireEvent } from '../../src/core/wire.js';",
      'may not import ../../src/core/wire.js',
    ],
    [
      'demo/host.ts',
      "import { find } from '../test/support/chromium.js';",
      'may not import ../test/support/chromium.js',
    ],
  ];
  for (const [path, code, message] of crossings) {
    it(`stops ${code} in ${path}`, () => {
      assert.deepEqual(find(path, code), [message]);
    });
  }

  const allowed: readonly (readonly [path: string, code: string])[] = [
    ['src/core/a.ts', "import { ZabyError } from './errors.js';"],
    ['src/element/views/a.ts', "import type { Turn } from '../../core/index.js';"],
    ['src/element/a.ts', "import { html } from 'lit'; import { repeat } from 'lit/directives/repeat.js';"],
    ['demo/emulator/a.ts', "import { Hono } from 'hono'; import { createServer } from 'node:http';"],
    ['src/cli/a.ts', "import { readFile } from 'node:fs/promises'; import { redact } from '../server/redact.js';"],
    ['demo/host.ts', "import { createTokenEndpoint } from '../src/server/index.js';"],
  ];
  for (const [path, code] of allowed) {
    it(`lets ${code} pass in ${path}`, () => {
      assert.deepEqual(find(path, code), []);
    });
  }
});
