/** What a page of ours may never do: go elsewhere, open windows, ask for devices. */
import type { Session, WebContents } from 'electron';

export type GuardedContents = Pick<WebContents, 'setWindowOpenHandler' | 'on'> & {
  readonly session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>;
};

/** The only thing that the page asks the system for. */
const permissionsGranted = new Set(['clipboard-sanitized-write']);

/** Only the web, only without a login in it: no `file:`, no `javascript:`, no other app's scheme. */
export function isExternalAllowed(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** `openExternal` gets what may be shown in the browser. */
export function guardContents(
  contents: GuardedContents,
  isOurPage: (url: string) => boolean,
  openExternal: (url: string) => void,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalAllowed(url)) openExternal(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isOurPage(event.url)) return;
    event.preventDefault();
    if (isExternalAllowed(event.url)) openExternal(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.session.setPermissionRequestHandler((_contents, permission, allow) => {
    allow(permissionsGranted.has(permission));
  });
  contents.session.setPermissionCheckHandler((_contents, permission) =>
    permissionsGranted.has(permission),
  );
}
