import { describe, expect, it } from 'vitest';
import {
  guardContents,
  type GuardedContents,
  isExternalAllowed,
} from '../../../src/main/electron/guard.ts';

const page = 'file:///app/out/renderer/index.html';

/** As much of a page as the guard touches. */
function guarded() {
  const opened: string[] = [];
  const listeners = new Map<string, (event: object) => void>();
  let openWindow: (details: { url: string }) => { action: string } = () => ({ action: '' });
  let request: (contents: null, permission: string, allow: (is: boolean) => void) => void =
    () => {};
  let check: (contents: null, permission: string) => boolean = () => true;
  const contents = {
    setWindowOpenHandler: (handler: typeof openWindow) => {
      openWindow = handler;
    },
    on: (event: string, listener: (event: object) => void) => listeners.set(event, listener),
    session: {
      setPermissionRequestHandler: (handler: typeof request) => {
        request = handler;
      },
      setPermissionCheckHandler: (handler: typeof check) => {
        check = handler;
      },
    },
  } as unknown as GuardedContents;
  guardContents(
    contents,
    (url) => url.split(/[?#]/)[0] === page,
    (url) => opened.push(url),
  );
  const tell = (event: string, url = ''): boolean => {
    let isPrevented = false;
    listeners.get(event)?.({ url, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  };
  return {
    opened,
    tell,
    openWindow: (url: string) => openWindow({ url }).action,
    request: (permission: string) => {
      let isAllowed = true;
      request(null, permission, (is) => (isAllowed = is));
      return isAllowed;
    },
    check: (permission: string) => check(null, permission),
  };
}

describe('a guarded page', () => {
  it('opens no window; the web goes to the browser', () => {
    const { openWindow, opened } = guarded();
    for (const url of ['https://kafka.apache.org/', 'file:///etc/passwd', 'javascript:1', page]) {
      expect(openWindow(url)).toBe('deny');
    }
    expect(opened).toEqual(['https://kafka.apache.org/']);
  });

  it('stays where it is', () => {
    const { tell, opened } = guarded();
    expect(tell('will-navigate', `${page}#/topics`)).toBe(false);
    expect(tell('will-navigate', 'file:///app/out/renderer/other.html')).toBe(true);
    expect(tell('will-navigate', 'https://evil.example/')).toBe(true);
    expect(tell('will-frame-navigate', 'https://evil.example/')).toBe(true);
    expect(tell('will-attach-webview')).toBe(true);
    expect(opened).toEqual(['https://evil.example/']);
  });

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid'])(
    'gets no %s',
    (permission) => {
      expect([guarded().request(permission), guarded().check(permission)]).toEqual([false, false]);
    },
  );

  it('may write to the clipboard', () => {
    const permission = 'clipboard-sanitized-write';
    expect([guarded().request(permission), guarded().check(permission)]).toEqual([true, true]);
  });

  it.each([
    ['https://a.example/x?y#z', true],
    ['http://127.0.0.1:8080', true],
    ['https://me:secret@a.example', false],
    ['ftp://a.example', false],
    ['rivulet://topics', false],
    ['vscode://file/etc/passwd', false],
    ['', false],
  ])('%s outside: %s', (url, isAllowed) => {
    expect(isExternalAllowed(url)).toBe(isAllowed);
  });
});
