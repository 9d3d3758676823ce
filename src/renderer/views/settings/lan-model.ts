/** LAN access without the screen: what may be typed, and what others put into their clients. */
import type { LanState } from '../../../main/contract/index.ts';

export type LanPlace = { readonly address: string; readonly port: number };

export function isLanPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1024 && port <= 65_500;
}

export type UserProblem = 'userForm' | 'userTaken';

export function userProblem(name: string, users: readonly string[]): UserProblem | null {
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(name)) return 'userForm';
  return users.includes(name) ? 'userTaken' : null;
}

/** What the list of addresses holds: also one that the machine has lost meanwhile. */
export function addressChoices({ addresses, address }: LanState): readonly string[] {
  return address === '' || addresses.includes(address) ? addresses : [address, ...addresses];
}

/** 127.0.0.1 is in no list, and never lost. */
export function isAddressGone({ isOn, addresses, address }: LanState): boolean {
  return isOn && !address.startsWith('127.') && !addresses.includes(address);
}

export const passwordPlaceholder = '<password>';

export type ClientSettings = {
  readonly name: 'java' | 'librdkafka' | 'kafkajs';
  readonly title: string;
  readonly text: string;
};

/** Settings of three families of clients; names and passwords hold nothing that needs quoting. */
export function clientSettings(
  bootstrap: string,
  user: string,
  password: string,
): readonly ClientSettings[] {
  const jaas =
    'org.apache.kafka.common.security.scram.ScramLoginModule required ' +
    `username="${user}" password="${password}";`;
  const brokers = bootstrap.split(',').map((address) => `'${address}'`);
  return [
    {
      name: 'java',
      title: 'Java',
      text: [
        `bootstrap.servers=${bootstrap}`,
        'security.protocol=SASL_PLAINTEXT',
        'sasl.mechanism=SCRAM-SHA-512',
        `sasl.jaas.config=${jaas}`,
      ].join('\n'),
    },
    {
      name: 'librdkafka',
      title: 'librdkafka (kcat, Python, Go, .NET)',
      text: [
        `bootstrap.servers=${bootstrap}`,
        'security.protocol=sasl_plaintext',
        'sasl.mechanism=SCRAM-SHA-512',
        `sasl.username=${user}`,
        `sasl.password=${password}`,
      ].join('\n'),
    },
    {
      name: 'kafkajs',
      title: 'kafkajs',
      text: [
        'new Kafka({',
        `  brokers: [${brokers.join(', ')}],`,
        '  sasl: {',
        "    mechanism: 'scram-sha-512',",
        `    username: '${user}',`,
        `    password: '${password}',`,
        '  },',
        '});',
      ].join('\n'),
    },
  ];
}
