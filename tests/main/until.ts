/** Waits for a condition, never for a time. */

/** Asks again at each turn of the event loop; the test's own timeout is the limit. */
export async function until<Value>(
  read: () => Value | Promise<Value>,
): Promise<Exclude<Awaited<Value>, false | null | undefined>> {
  for (;;) {
    const value = await read();
    if (value !== false && value !== null && value !== undefined) {
      return value as Exclude<Awaited<Value>, false | null | undefined>;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
