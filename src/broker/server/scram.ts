/**
 * The server's side of SCRAM (RFC 5802, and RFC 7677 for SHA-256) as two pure steps: the client
 * names itself and is told salt and iterations; it proves that it knows the password, and is given
 * the proof that the server does. The password never crosses the network, and what the server
 * keeps does not let anyone log in. Channel binding is not offered, as in Kafka.
 */
import type { ScramKeys, ScramMechanism } from '../control.ts';
import { hash, type HashName, hmac, isSameSecret } from '../env/digest-node.ts';

const hashes: { readonly [Name in ScramMechanism]: HashName } = {
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-512': 'sha512',
};

/** What is known of a name. Of one that nobody has, `keys` are made up and no proof fits. */
export type ScramAccount = { readonly keys: ScramKeys; readonly isKnown: boolean };

/** Between the two steps. */
export type ScramPending = {
  readonly hashName: HashName;
  readonly user: string;
  readonly account: ScramAccount;
  readonly nonce: string;
  /** Both first messages, as they are signed. */
  readonly signedHead: string;
};

export type ScramFirst =
  | { readonly kind: 'pending'; readonly reply: Buffer; readonly pending: ScramPending }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'other-identity' };

const name = '(?:[^=,\\0]|=2C|=3D)+';
const printable = '[\\x21-\\x2b\\x2d-\\x7e]+';
const extensions = '(?:,[A-Za-z]+=[^,\\0]+)*';
const base64 = '(?:[A-Za-z0-9/+]{4})*(?:[A-Za-z0-9/+]{3}=|[A-Za-z0-9/+]{2}==)?';
const firstPattern = new RegExp(
  `^(n,(?:a=(${name}))?,)((?:m=[^,\\0]+,)?n=(${name}),r=(${printable})${extensions})$`,
);
const finalPattern = new RegExp(`^(c=${base64},r=(${printable})${extensions}),p=(${base64})$`);

/** `nonce`: the server's own part, unpredictable and used once. */
export function scramFirst(
  mechanism: ScramMechanism,
  message: Buffer,
  nonce: string,
  accountOf: (user: string) => ScramAccount,
): ScramFirst {
  const match = firstPattern.exec(message.toString());
  if (!match) return { kind: 'malformed' };
  const [, , identity, bare, saslName, clientNonce] = match;
  const user = plainName(saslName);
  const account = accountOf(user);
  if (identity !== undefined && plainName(identity) !== user) return { kind: 'other-identity' };
  const { salt, iterations } = account.keys;
  const whole = clientNonce + nonce;
  const reply = `r=${whole},s=${salt},i=${iterations}`;
  const signedHead = `${bare},${reply}`;
  const hashName = hashes[mechanism];
  return {
    kind: 'pending',
    reply: Buffer.from(reply),
    pending: { hashName, user, account, nonce: whole, signedHead },
  };
}

/** The server's proof; undefined when the client's is none, or was not meant for this exchange. */
export function scramFinal(pending: ScramPending, message: Buffer): Buffer | undefined {
  const match = finalPattern.exec(message.toString());
  if (!match) return undefined;
  const [, unproven, nonce, proofText] = match;
  const { hashName, account, signedHead } = pending;
  const storedKey = Buffer.from(account.keys.storedKey, 'base64');
  const signed = `${signedHead},${unproven}`;
  const clientKey = xor(Buffer.from(proofText, 'base64'), hmac(hashName, storedKey, signed));
  const fits = isSameSecret(hash(hashName, clientKey), storedKey);
  // librdkafka before 2.6.1 puts its own part in front a second time; Kafka takes that too. What makes
  // an exchange new is the server's part at the end.
  if (!fits || !account.isKnown || !nonce.endsWith(pending.nonce)) return undefined;
  const serverKey = Buffer.from(account.keys.serverKey, 'base64');
  return Buffer.from(`v=${hmac(hashName, serverKey, signed).toString('base64')}`);
}

/** Of a name that nobody has: the same each time it is asked for, as a real one would be. */
export function madeUpKeys(secret: Buffer, user: string, iterations: number): ScramKeys {
  const bytesFor = (use: string) => hmac('sha256', secret, `${use},${user}`).toString('base64');
  return {
    salt: bytesFor('salt'),
    iterations,
    storedKey: bytesFor('stored'),
    serverKey: bytesFor('server'),
  };
}

const plainName = (saslName: string): string =>
  saslName.replaceAll('=2C', ',').replaceAll('=3D', '=');

/** As long as the signature; a proof of another length is none, and fits no key. */
function xor(proof: Buffer, signature: Buffer): Buffer {
  const result = Buffer.from(signature);
  for (let index = 0; index < result.length; index++) result[index] ^= proof[index] ?? 0;
  return proof.length === signature.length ? result : signature;
}
