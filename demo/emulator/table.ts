/**
 * Records by id, and one place that hears of every change.
 *
 * Records are never changed in place: a change is the record set again, whole, so that nothing can be changed and not kept.
 */
export class Table<Row> extends Map<string, Row> {
  #listener: ((id: string, row: Row | undefined) => void) | undefined;
  #lastSerial = 0;

  /** Tells of every record from now on as it is set, and of `undefined` where one is deleted. */
  watch(listener: (id: string, row: Row | undefined) => void): void {
    this.#listener = listener;
  }

  override set(id: string, row: Row): this {
    super.set(id, row);
    const { serial } = Object(row) as { serial?: unknown };
    if (typeof serial === 'number') this.#lastSerial = Math.max(this.#lastSerial, serial);
    this.#listener?.(id, row);
    return this;
  }

  override delete(id: string): boolean {
    const existed = super.delete(id);
    if (existed) this.#listener?.(id, undefined);
    return existed;
  }

  /** Sets some members of a record, and returns what it is now. */
  change(row: Row & { readonly id: string }, changes: Partial<Row>): Row {
    const changed = { ...row, ...changes };
    this.set(row.id, changed);
    return changed;
  }

  /** A number above those of all records there ever were: what a cursor of a list stands on. */
  nextSerial(): number {
    return this.#lastSerial + 1;
  }
}
