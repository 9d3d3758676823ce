/**
 * How texts reach the application: through the preload bridge inside Electron, else through a
 * WebSocket to the server that this page came from.
 */
import { heartbeat } from '../../main/contract/index.ts';
import { isRefused } from './session.ts';

export type Channel = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};

export type ChannelEvents = {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** `isRefused`: the server is there, but takes only the address of its present start. */
  readonly onClose: (isRefused?: boolean) => void;
};

/** What the preload script puts on `window`. */
export type Bridge = {
  readonly send: (text: string) => void;
  readonly on: (listener: (text: string) => void) => () => void;
  /** Where a chosen file lies on this machine. */
  readonly pathOf: (file: File) => string;
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
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`);
  let wasOpen = false;
  let isOver = false;
  let heardAtMs = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - heardAtMs > heartbeat.lostAfterMs) void lost();
  }, heartbeat.intervalMs);
  const end = () => {
    isOver = true;
    clearInterval(watch);
    socket.close();
  };
  const lost = async () => {
    if (isOver) return;
    end();
    // A socket that never opened does not say why.
    events.onClose(!wasOpen && (await isRefused()));
  };
  socket.onopen = () => {
    wasOpen = true;
    if (!isOver) events.onOpen();
  };
  socket.onmessage = ({ data }) => {
    heardAtMs = performance.now();
    if (!isOver && data !== heartbeat.text) events.onText(String(data));
  };
  socket.onclose = lost;
  return { send: (text) => socket.send(text), close: end };
}
