export type Level = 'ok' | 'warning' | 'fault';

/** What was looked at, in the order a visitor's browser meets it. */
export type Subject = 'page' | 'script' | 'tag' | 'policy' | 'endpoint' | 'token' | 'platform';

/** One thing that was looked at, and how it is. */
export interface Finding {
  readonly subject: Subject;
  readonly level: Level;
  readonly message: string;
  /** What to do; every warning and fault has one. */
  readonly remedy?: string;
}

/** Gathers what was found, and tells whoever listens at once: some checks take seconds. */
export interface Report {
  readonly findings: readonly Finding[];
  ok(subject: Subject, message: string): void;
  warn(subject: Subject, message: string, remedy: string): void;
  fault(subject: Subject, message: string, remedy: string): void;
}

export const createReport = (tell: (finding: Finding) => void): Report => {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
    tell(finding);
  };
  return {
    findings,
    ok: (subject, message) => add({ subject, level: 'ok', message }),
    warn: (subject, message, remedy) => add({ subject, level: 'warning', message, remedy }),
    fault: (subject, message, remedy) => add({ subject, level: 'fault', message, remedy }),
  };
};
