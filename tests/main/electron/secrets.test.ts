import { describe, expect, it } from 'vitest';
import { safeSecrets } from '../../../src/main/electron/secrets.ts';

function storage(isAvailable: boolean) {
  const turn = (text: string) => [...text].reverse().join('');
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text: string) => Buffer.from(turn(text)),
    decryptString: (bytes: Buffer) => turn(bytes.toString()),
  };
}

describe('a password', () => {
  it('is sealed with the key of the system', () => {
    const secrets = safeSecrets(storage(true));
    const sealed = secrets.seal('hidden');
    expect(sealed).not.toContain('hidden');
    expect(secrets.open(sealed)).toBe('hidden');
  });

  it('stays as it is where there is none, and is read where there is one later', () => {
    const sealed = safeSecrets(storage(false)).seal('hidden');
    expect(sealed).toBe('hidden');
    expect(safeSecrets(storage(true)).open(sealed)).toBe('hidden');
  });
});
