/** To the clipboard; where the browser refuses, nothing else is harmed. */
export function copyText(text: string): void {
  void navigator.clipboard?.writeText(text).catch(() => {});
}
