/** What went wrong with an answer of the service: `code` picks the words, the rest says where. */
export class PageError extends Error {
  /**
   * @param {string} code
   * @param {{ message?: string, where?: string, status?: number, detail?: any }} [facts]
   */
  constructor(code, { message = "", where = "", status = 0, detail = {} } = {}) {
    super(message || code);
    this.name = "PageError";
    this.code = code;
    this.where = where;
    this.status = status;
    this.detail = detail;
  }
}

/**
 * Any thrown value as a PageError.
 *
 * @param {unknown} thrown
 */
export function asPageError(thrown) {
  if (thrown instanceof PageError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PageError("page.unexpected", { message });
}
