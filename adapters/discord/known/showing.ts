/** Messages that stand for a command and do not show it yet: a thread is made from them only when they do. */
export class Showing {
  readonly #pending = new Map<string, PromiseWithResolvers<void>>();

  begin(message: string): void {
    this.#pending.set(message, Promise.withResolvers());
  }

  end(message: string): void {
    this.#pending.get(message)?.resolve();
    this.#pending.delete(message);
  }

  async wait(message: string): Promise<void> {
    await this.#pending.get(message)?.promise;
  }
}
