import { describe, expect, it } from 'vitest';
import { type ScramMechanism, scramMechanisms } from '../../../src/broker/control.ts';
import {
  madeUpKeys,
  type ScramAccount,
  scramFinal,
  scramFirst,
  type ScramPending,
} from '../../../src/broker/server/scram.ts';
import { scramKeys } from '../../../src/main/lan/scram-keys.ts';
import { finalMessage, firstMessage } from './scram-client.ts';

const password = 'pencil';
const known = (mechanism: ScramMechanism): ScramAccount => ({
  keys: scramKeys(mechanism, password),
  isKnown: true,
});

function begin(mechanism: ScramMechanism, message: Buffer | string, account = known(mechanism)) {
  const asked: string[] = [];
  const first = scramFirst(mechanism, Buffer.from(message), 'server-nonce', (user) => {
    asked.push(user);
    return account;
  });
  return { first, asked };
}

function pendingOf(mechanism: ScramMechanism, account?: ScramAccount) {
  const { first } = begin(mechanism, firstMessage('ann', 'abc'), account);
  if (first.kind !== 'pending') throw new Error(first.kind);
  return first;
}

describe('the exchange of RFC 7677', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const account = { keys: scramKeys('SCRAM-SHA-256', password, salt, 4096), isKnown: true };
  const first = scramFirst(
    'SCRAM-SHA-256',
    Buffer.from('n,,n=user,r=rOprNGfwEbeRWgbNEkqO'),
    '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    () => account,
  ) as { readonly reply: Buffer; readonly pending: ScramPending };

  it('answers with salt and iterations', () => {
    expect(first.reply.toString()).toBe(
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    );
  });

  it('takes the proof and gives its own', () => {
    const message =
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';
    expect(scramFinal(first.pending, Buffer.from(message))?.toString()).toBe(
      'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    );
  });
});

describe.each(scramMechanisms)('%s', (mechanism) => {
  const prove = (secret: string, account?: ScramAccount) => {
    const { reply, pending } = pendingOf(mechanism, account);
    const proof = finalMessage(mechanism, 'ann', secret, 'abc', reply.toString());
    return { answer: scramFinal(pending, proof.message)?.toString(), ...proof, pending };
  };

  it('lets in who knows the password, and proves itself', () => {
    const { answer, expected } = prove(password);
    expect(answer).toBe(expected);
  });

  it('lets in a client that repeats its own part of the nonce (librdkafka before 2.6.1)', () => {
    const { reply, pending } = pendingOf(mechanism);
    const proof = finalMessage(mechanism, 'ann', password, 'abc', reply.toString(), 'abc');
    expect(scramFinal(pending, proof.message)?.toString()).toBe(proof.expected);
  });

  it('refuses another password', () => {
    expect(prove('pencils').answer).toBeUndefined();
  });

  it('refuses who is not known, even with the right keys', () => {
    expect(prove(password, { ...known(mechanism), isKnown: false }).answer).toBeUndefined();
  });

  it('refuses the proof of another exchange, and one that was cut', () => {
    const { message } = prove(password);
    const other = pendingOf(mechanism).pending;
    expect(scramFinal({ ...other, nonce: 'abcother' }, message)).toBeUndefined();
    const short = message.toString().replace(/p=.*/, 'p=AAAA');
    expect(scramFinal(other, Buffer.from(short))).toBeUndefined();
  });
});

describe('the first message', () => {
  const mechanism = 'SCRAM-SHA-256';

  it('may hold commas and equal signs in the name, and extensions', () => {
    const { first, asked } = begin(mechanism, 'n,a=a=2Cb=3Dc,n=a=2Cb=3Dc,r=xyz,tokenauth=true');
    expect(first.kind).toBe('pending');
    expect(asked).toEqual(['a,b=c']);
  });

  it.each([
    '',
    'n,,n=ann',
    'n,,r=abc',
    'y,,n=ann,r=abc',
    'p=tls-unique,,n=ann,r=abc',
    'n,,n=a=b,r=abc',
    'n,,n=ann,r=a\u0001c',
    'n,,n=,r=abc',
  ])('is refused as %j', (message) => {
    expect(begin(mechanism, message).first.kind).toBe('malformed');
  });

  it('may not ask to act as somebody else', () => {
    expect(begin(mechanism, 'n,a=bob,n=ann,r=abc').first.kind).toBe('other-identity');
  });
});

it('makes up the same keys for the same name, and others for another', () => {
  const secret = Buffer.from('of the cluster');
  const ann = madeUpKeys(secret, 'ann', 4096);
  expect(madeUpKeys(secret, 'ann', 4096)).toEqual(ann);
  expect(madeUpKeys(secret, 'bob', 4096).salt).not.toBe(ann.salt);
  expect(madeUpKeys(Buffer.from('of another'), 'ann', 4096).salt).not.toBe(ann.salt);
  expect(ann.salt).toHaveLength(scramKeys('SCRAM-SHA-256', password).salt.length);
});
