import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { isOwnAddress, lanAddresses } from '../../../src/main/lan/addresses.ts';

const info = (address: string, internal = false, family: 'IPv4' | 'IPv6' = 'IPv4') =>
  ({ address, family, internal }) as NetworkInterfaceInfo;

const interfaces = {
  lo: [info('127.0.0.1', true), info('::1', true, 'IPv6')],
  docker0: [info('172.17.0.1')],
  en5: [info('169.254.10.20')],
  tun0: [info('100.64.0.3')],
  wlan0: [info('192.168.0.12'), info('fe80::1', false, 'IPv6')],
};

it('names the addresses under which others may be here, the likeliest first', () => {
  expect(lanAddresses(interfaces)).toEqual([
    '192.168.0.12',
    '100.64.0.3',
    '172.17.0.1',
    '169.254.10.20',
  ]);
  expect(lanAddresses({ lo: interfaces.lo })).toEqual([]);
});

it('knows which are its own', () => {
  expect(isOwnAddress('192.168.0.12', interfaces)).toBe(true);
  expect(isOwnAddress('127.0.0.1', interfaces)).toBe(true);
  expect(isOwnAddress('192.168.0.13', interfaces)).toBe(false);
});
