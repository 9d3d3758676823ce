import { describe, expect, it } from 'vitest';
import {
  addressChoices,
  clientSettings,
  isAddressGone,
  isLanPort,
  userProblem,
} from '../../../../src/renderer/views/settings/lan-model.ts';

const lan = {
  isOn: true,
  addresses: ['192.168.0.5'],
  address: '192.168.0.5',
  port: 19_092,
  bootstrap: '192.168.0.5:19092,192.168.0.5:19093',
  users: ['guest'],
};

describe('what may be typed', () => {
  it('are names that need no quotes, each once', () => {
    expect(['ann', 'Ann-2_b.c', 'a'.repeat(40)].map((name) => userProblem(name, []))).toEqual([
      null,
      null,
      null,
    ]);
    expect(['', 'a b', 'a"b', '안', 'a'.repeat(41)].map((name) => userProblem(name, []))).toEqual(
      Array(5).fill('userForm'),
    );
    expect(userProblem('guest', ['guest'])).toBe('userTaken');
  });

  it('are ports that leave room for the other brokers', () => {
    expect([1023, 1024, 65_500, 65_501, 1.5].map(isLanPort)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('the address', () => {
  it('stays in the list when the machine has lost it', () => {
    const moved = { ...lan, address: '10.0.0.9' };
    expect(addressChoices(moved)).toEqual(['10.0.0.9', '192.168.0.5']);
    expect(isAddressGone(moved)).toBe(true);
  });

  it('is not lost while it is there, is loopback, or nobody is let in', () => {
    expect(addressChoices(lan)).toEqual(['192.168.0.5']);
    expect([
      isAddressGone(lan),
      isAddressGone({ ...lan, address: '127.0.0.1' }),
      isAddressGone({ ...lan, isOn: false, address: '' }),
    ]).toEqual([false, false, false]);
  });
});

it('client settings name every broker, the user and the password', () => {
  const all = clientSettings(lan.bootstrap, 'guest', 'Secret1');
  expect(all.map(({ name }) => name)).toEqual(['java', 'librdkafka', 'kafkajs']);
  for (const { text } of all) {
    expect(text).toContain('192.168.0.5:19093');
    expect(text).toContain('guest');
    expect(text).toContain('Secret1');
  }
  expect(all[0]?.text.split('\n')).toContain(
    'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="guest" password="Secret1";',
  );
});
