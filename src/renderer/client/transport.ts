/**
 * How texts reach the application: through the preload bridge inside Electron, else through a
 * WebSocket to the server that this page came from.
 */

export type Channel = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};

export type ChannelEvents = {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
};

/** What the preload script puts on `window`. */
export type Bridge = {
  readonly send: (text: string) => void;
  readonly on: (listener: (text: string) => void) => () => void;
};

declare global {
  interface Window {
    readonly rivulet?: Bridge;
  }
}

export type OpenChannel = (events: ChannelEvents) => Channel;

export const openChannel: OpenChannel = (events) =>
  window.rivulet ? openBridge(window.rivulet, events) : openWebSocket(events);

function openBridge(bridge: Bridge, events: ChannelEvents): Channel {
  const off = bridge.on(events.onText);
  queueMicrotask(events.onOpen);
  return { send: bridge.send, close: off };
}

function openWebSocket(events: ChannelEvents): Channel {
  const { protocol, host, search } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc${search}`);
  socket.onopen = events.onOpen;
  socket.onmessage = (event) => events.onText(String(event.data));
  socket.onclose = events.onClose;
  return { send: (text) => socket.send(text), close: () => socket.close() };
}
