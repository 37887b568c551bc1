/** Prints rows under each other, the first column to the left. */
export const printTable = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  console.log(`\n${title}`);
  for (const row of all)
    console.log(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ')}`,
    );
};

export const ms = (value: number): string =>
  Number.isNaN(value) ? 'over 60 s' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const times = (value: number, floor: number): string => (Number.isNaN(value) ? '–' : (value / floor).toFixed(2));
export const megabytes = (bytes: number): string => (Number.isNaN(bytes) ? '–' : `${(bytes / 1e6).toFixed(2)} MB`);
export const amount = (value: number): string => (Number.isNaN(value) ? '–' : String(value));
