import { afterEach, describe, expect, test, vi } from 'vitest';
import { openChannel } from '../../../src/renderer/client/transport.ts';
import { settle } from './fake-channel.ts';

afterEach(() => void vi.unstubAllGlobals());

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
    class FakeSocket {
      constructor(url: string) {
        opened.push(url);
      }
    }
    vi.stubGlobal('window', {
      location: { protocol: 'http:', host: '127.0.0.1:9080', search: '' },
    });
    vi.stubGlobal('WebSocket', FakeSocket);
    openChannel({ onOpen: () => {}, onText: () => {}, onClose: () => {} });
    expect(opened).toEqual(['ws://127.0.0.1:9080/rpc']);
  });
});
