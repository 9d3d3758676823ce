/** The client's side of SCRAM, written out from RFC 5802 apart from the server's. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { ScramMechanism } from '../../../src/broker/control.ts';

const hashOf = (mechanism: ScramMechanism) =>
  mechanism === 'SCRAM-SHA-256' ? ('sha256' as const) : ('sha512' as const);

export const firstMessage = (user: string, nonce: string) => Buffer.from(`n,,n=${user},r=${nonce}`);

/** The proof for a server's first message, and the signature that the server then owes. */
export function finalMessage(
  mechanism: ScramMechanism,
  user: string,
  password: string,
  nonce: string,
  serverFirst: string,
  noncePrefix = '',
): { readonly message: Buffer; readonly expected: string } {
  const fields = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst);
  if (!fields) throw new Error(`not a first message: ${serverFirst}`);
  const [, whole, salt, iterations] = fields;
  if (!whole.startsWith(nonce)) throw new Error('the nonce is of another exchange');
  const hash = hashOf(mechanism);
  const sign = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const salted = pbkdf2Sync(
    password,
    Buffer.from(salt, 'base64'),
    Number(iterations),
    hash === 'sha256' ? 32 : 64,
    hash,
  );
  const clientKey = sign(salted, 'Client Key');
  const storedKey = createHash(hash).update(clientKey).digest();
  const unproven = `c=biws,r=${noncePrefix}${whole}`;
  const signed = `n=${user},r=${nonce},${serverFirst},${unproven}`;
  const signature = sign(storedKey, signed);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ signature[index]));
  const server = sign(sign(salted, 'Server Key'), signed).toString('base64');
  return {
    message: Buffer.from(`${unproven},p=${proof.toString('base64')}`),
    expected: `v=${server}`,
  };
}
