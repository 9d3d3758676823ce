/** One shell on a pseudoterminal: its newest output, who watches it, and when it has to wait. */
import type { IPty } from 'node-pty';
import type { TerminalExit } from '../contract/terminals.ts';

/** Shown again to who comes later. */
const replayCharsMax = 256 * 1024;
/** So much may be on its way to a watcher before the shell has to wait. */
const unseenCharsMax = 512 * 1024;

export class TerminalSession {
  readonly #pty: IPty;
  readonly #watchers = new Set<(text: string) => void>();
  readonly #replay: string[] = [];
  #replayChars = 0;
  #unseenChars = 0;
  #isPaused = false;
  #isEnded = false;

  constructor(pty: IPty, onExit: (exit: TerminalExit) => void) {
    this.#pty = pty;
    pty.onData((text) => this.#onData(text));
    pty.onExit(({ exitCode, signal }) => {
      this.#isEnded = true;
      onExit({ code: exitCode, signal: signal || null });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(text: string): void {
    if (!this.#isEnded) this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    if (!this.#isEnded) this.#pty.resize(columns, rows);
  }

  /** Ends the shell as a closed window does. */
  kill(): void {
    if (!this.#isEnded) this.#pty.kill();
  }

  /** Answers the newest output and how to stop; calls with what comes from now on. */
  watch(listener: (text: string) => void): { readonly text: string; readonly stop: () => void } {
    this.#watchers.add(listener);
    return {
      text: this.#replay.join(''),
      stop: () => {
        this.#watchers.delete(listener);
        // What was on its way to it will never be acknowledged.
        this.#unseenChars = 0;
        this.#flow();
      },
    };
  }

  /** So much of the output has been shown; with several watchers the fastest one sets the pace. */
  acknowledge(characterCount: number): void {
    this.#unseenChars = Math.max(0, this.#unseenChars - characterCount);
    this.#flow();
  }

  #onData(text: string): void {
    this.#replay.push(text);
    this.#replayChars += text.length;
    while (this.#replayChars - (this.#replay[0]?.length ?? 0) > replayCharsMax) {
      this.#replayChars -= this.#replay.shift()?.length ?? 0;
    }
    if (this.#watchers.size === 0) return;
    this.#unseenChars += text.length;
    for (const watcher of this.#watchers) watcher(text);
    this.#flow();
  }

  #flow(): void {
    const isTooMuch = this.#unseenChars > unseenCharsMax;
    if (isTooMuch === this.#isPaused || this.#isEnded) return;
    this.#isPaused = isTooMuch;
    if (isTooMuch) this.#pty.pause();
    else this.#pty.resume();
  }
}
