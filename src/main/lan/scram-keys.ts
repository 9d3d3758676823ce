/** What brokers keep of a password instead of the password itself (RFC 5802). */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { LanUser, ScramKeys, ScramMechanism } from '../../broker/control.ts';

const hashes: { readonly [Name in ScramMechanism]: 'sha256' | 'sha512' } = {
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-512': 'sha512',
};
/** Kafka takes 4096 to 16384. */
const iterations = 8192;
/** As long as the salts that brokers make up for names that nobody has. */
const saltBytes = 32;
/** 24 letters and digits: 142 bits, beyond guessing however often somebody tries. */
const passwordLength = 24;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function scramKeys(
  mechanism: ScramMechanism,
  password: string,
  salt: Buffer = randomBytes(saltBytes),
  rounds = iterations,
): ScramKeys {
  const hash = hashes[mechanism];
  const sizeBytes = hash === 'sha256' ? 32 : 64;
  const salted = pbkdf2Sync(password, salt, rounds, sizeBytes, hash);
  const sign = (text: string) => createHmac(hash, salted).update(text).digest();
  const storedKey = createHash(hash).update(sign('Client Key')).digest();
  return {
    salt: salt.toString('base64'),
    iterations: rounds,
    storedKey: storedKey.toString('base64'),
    serverKey: sign('Server Key').toString('base64'),
  };
}

export function lanUser(name: string, password: string): LanUser {
  return {
    name,
    keys: {
      'SCRAM-SHA-256': scramKeys('SCRAM-SHA-256', password),
      'SCRAM-SHA-512': scramKeys('SCRAM-SHA-512', password),
    },
  };
}

/** Nothing in it needs quotes in a shell or a properties file. */
export function newPassword(): string {
  const usable = 256 - (256 % letters.length);
  let password = '';
  while (password.length < passwordLength) {
    for (const byte of randomBytes(passwordLength)) {
      if (byte < usable && password.length < passwordLength) {
        password += letters[byte % letters.length];
      }
    }
  }
  return password;
}
