/** Lines out of chunks of bytes; a line that is cut waits for its rest. */

/** Longer than what brokers take as a message by far: a file without line ends is no such file. */
const lineBytesMax = 64 * 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** The whole lines that have come, without their ends. */
  *push(chunk: Buffer): Generator<Buffer> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield this.#line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start === chunk.length) return;
    this.#rest.push(Buffer.from(chunk.subarray(start)));
    this.#restBytes += chunk.length - start;
    if (this.#restBytes > lineBytesMax) throw new Error('a line of more than 64 MB');
  }

  /** The last line, when the file does not end with a line end. */
  *end(): Generator<Buffer> {
    if (this.#restBytes > 0) yield this.#line(Buffer.alloc(0));
  }

  #line(last: Buffer): Buffer {
    const whole = this.#rest.length === 0 ? last : Buffer.concat([...this.#rest, last]);
    this.#rest = [];
    this.#restBytes = 0;
    return whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
  }
}
