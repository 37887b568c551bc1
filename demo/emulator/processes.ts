import { readFileSync } from 'node:fs';

/** State and start of a process, as Linux tells them (proc(5), `/proc/<pid>/stat`); nothing elsewhere. */
const look = (pid: number): { readonly state: string; readonly start: string } | undefined => {
  try {
    // The name in front is in brackets, and may hold some itself.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\)\s*/s, '')
      .split(' ');
    const [state, start] = [fields[0], fields[19]];
    return state === undefined || start === undefined ? undefined : { state, start };
  } catch {
    return undefined;
  }
};

const boot = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
};

/** When a process began: the same number is another's by and by, and in a container soon. Nothing where nobody tells. */
export const birthOf = (pid: number): string | undefined => {
  const found = look(pid);
  return found && `${boot()} ${found.start}`;
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** False where the process has ended, or its number is another's by now. Without its birth, who has the number counts. */
export const isAlive = (pid: number, birth: string | undefined): boolean => {
  if (!isThere(pid)) return false;
  const found = look(pid);
  // Killed, and not yet buried by its parent.
  if (found?.state === 'Z' || found?.state === 'X') return false;
  return found === undefined || birth === undefined || birth === birthOf(pid);
};
