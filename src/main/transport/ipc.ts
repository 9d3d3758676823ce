/** The contract over Electron's IPC: one pair of messages, and only for our own page. */
import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import type { Channel } from './rpc.ts';

/** The two names that preload.ts knows as well. */
const toMain = 'rivulet:to-main';
const toRenderer = 'rivulet:to-renderer';

/** Serves the page of a window, anew after each reload. */
export function serveWindow(
  contents: WebContents,
  isOurPage: (url: string) => boolean,
  connect: (channel: Channel) => () => void,
): void {
  let receive: (text: string) => void = () => {};
  let disconnect: () => void = () => {};
  const reconnect = () => {
    disconnect();
    disconnect = connect({
      send: (text) => {
        if (!contents.isDestroyed()) contents.send(toRenderer, text);
      },
      onMessage: (listener) => {
        receive = listener;
      },
      refuse: (reason) => console.error(`the renderer was refused: ${reason}`),
    });
  };
  const isTrusted = (frame: WebFrameMain | null) =>
    frame !== null && frame === contents.mainFrame && isOurPage(frame.url);
  const onMessage = (event: Electron.IpcMainEvent, text: unknown) => {
    // Other windows have handlers of their own; other frames have none.
    if (event.sender !== contents || !isTrusted(event.senderFrame)) return;
    if (typeof text === 'string') receive(text);
  };
  ipcMain.on(toMain, onMessage);
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) reconnect();
  });
  contents.on('destroyed', () => {
    ipcMain.off(toMain, onMessage);
    disconnect();
  });
  reconnect();
}
