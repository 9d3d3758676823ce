/** Passwords of connections, sealed with the key that the system keeps for this user. */
import type { SafeStorage } from 'electron';
import type { Secrets } from '../workspaces/registry.ts';

const mark = 'sealed:';

/** Where the system has no such key they stay as they are, in a file of their owner alone. */
export function safeSecrets(
  storage: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>,
): Secrets {
  return {
    seal: (text) =>
      storage.isEncryptionAvailable()
        ? `${mark}${storage.encryptString(text).toString('base64')}`
        : text,
    open: (sealed) => {
      if (!sealed.startsWith(mark)) return sealed;
      return storage.decryptString(Buffer.from(sealed.slice(mark.length), 'base64'));
    },
  };
}
