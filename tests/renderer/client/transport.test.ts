import { afterEach, describe, expect, test, vi } from 'vitest';
import { heartbeat } from '../../../src/main/contract/index.ts';
import { openChannel } from '../../../src/renderer/client/transport.ts';
import { settle } from './fake-channel.ts';

class FakeSocket {
  readonly url: string;
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(url: string) {
    this.url = url;
  }

  close(): void {
    this.isClosed = true;
  }
}

function stubSocket(onOpened: (socket: FakeSocket) => void): void {
  vi.stubGlobal('window', { location: { protocol: 'http:', host: '127.0.0.1:9080', search: '' } });
  vi.stubGlobal(
    'WebSocket',
    class extends FakeSocket {
      constructor(url: string) {
        super(url);
        onOpened(this);
      }
    },
  );
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the channel', () => {
  test('goes through the preload bridge where there is one', async () => {
    const sent: string[] = [];
    let listener: ((text: string) => void) | null = null;
    const bridge = {
      send: (text: string) => sent.push(text),
      on: (added: (text: string) => void) => {
        listener = added;
        return () => {
          listener = null;
        };
      },
    };
    vi.stubGlobal('window', { rivulet: bridge });
    const seen: string[] = [];
    const channel = openChannel({
      onOpen: () => seen.push('open'),
      onText: (text) => seen.push(text),
      onClose: () => seen.push('close'),
    });
    await settle();
    listener!('hello');
    channel.send('hi');
    channel.close();
    expect(seen).toEqual(['open', 'hello']);
    expect(sent).toEqual(['hi']);
    expect(listener).toBe(null);
  });

  test('is a WebSocket of the page’s own server elsewhere', () => {
    const opened: string[] = [];
    stubSocket((socket) => opened.push(socket.url));
    openChannel({ onOpen: () => {}, onText: () => {}, onClose: () => {} }).close();
    expect(opened).toEqual(['ws://127.0.0.1:9080/rpc']);
  });

  test('hears of a server that hangs by its silence, and of nothing after', async () => {
    vi.useFakeTimers();
    let socket = new FakeSocket('');
    stubSocket((opened) => {
      socket = opened;
    });
    const seen: string[] = [];
    openChannel({
      onOpen: () => seen.push('open'),
      onText: (text) => seen.push(text),
      onClose: () => seen.push('close'),
    });
    socket.onopen?.();
    socket.onmessage?.({ data: 'hello' });
    for (let beats = 0; beats < 10; beats += 1) {
      await vi.advanceTimersByTimeAsync(heartbeat.intervalMs);
      socket.onmessage?.({ data: heartbeat.text });
    }
    expect(seen).toEqual(['open', 'hello']);
    await vi.advanceTimersByTimeAsync(heartbeat.lostAfterMs + heartbeat.intervalMs);
    expect(seen).toEqual(['open', 'hello', 'close']);
    expect(socket.isClosed).toBe(true);
    socket.onmessage?.({ data: 'late' });
    socket.onclose?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual(['open', 'hello', 'close']);
  });
});
