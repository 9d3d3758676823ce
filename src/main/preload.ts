/**
 * Runs sandboxed between page and main process: hands texts through, knows no method. Built as
 * CommonJS with nothing imported but electron, hence the two names are written out here too.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('rivulet', {
  send: (text: string) => ipcRenderer.send('rivulet:to-main', String(text)),
  /** Answers how to stop listening. */
  on: (listener: (text: string) => void) => {
    const onText = (_event: unknown, text: string) => listener(text);
    ipcRenderer.on('rivulet:to-renderer', onText);
    return () => ipcRenderer.off('rivulet:to-renderer', onText);
  },
  /** Where a chosen file lies; pages are not told that by the browser's own means. */
  pathOf: (file: File) => webUtils.getPathForFile(file),
});
