import type { CallOptions, PlatformCall } from './transport.js';

/** Whether the platform is up. Needs no API key and sends none. */
export interface Health {
  check(options?: CallOptions): Promise<HealthStatus>;
}

export interface HealthStatus {
  readonly status: 'ok' | (string & {});
  /** The platform's clock, ISO-8601. */
  readonly timestamp?: string;
  /** Seconds. */
  readonly uptime?: number;
  readonly [field: string]: unknown;
}

export const createHealth = (call: PlatformCall): Health => ({
  check: (options) => call({ method: 'GET', path: '/health', keyless: true }, options),
});
