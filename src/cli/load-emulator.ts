/** What the emulator is asked for; `demo/emulator` spells it out. A test holds the two together. */
export interface EmulatorOptions {
  readonly port: number;
  readonly host: string;
  readonly origins: readonly string[];
  readonly snapshot?: string;
  readonly activationMs?: number;
  /** The variables that name a model, if one is to answer. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}

export interface StartedEmulator {
  readonly origin: string;
  /** Where to watch it. */
  readonly console: string;
  /** The model that answers, where one does. */
  readonly model: string | undefined;
  readonly account: {
    readonly apiKey: string;
    readonly externalAppId: string;
    readonly deploymentId: string;
    readonly quotaPolicyId: string;
  };
  close(): Promise<void>;
}

export interface EmulatorModule {
  startWholeEmulator(options: EmulatorOptions): Promise<StartedEmulator>;
}

/** Loads the emulator: from its sources where this is one, else the file that the build has made of them. */
export const loadEmulator = async (): Promise<EmulatorModule> => {
  const place = import.meta.url.endsWith('.ts') ? '../../demo/emulator/whole.ts' : '../emulator/index.js';
  return (await import(new URL(place, import.meta.url).href)) as EmulatorModule;
};
