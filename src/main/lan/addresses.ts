/** The addresses of this machine on networks with others. */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Networks that only reach to containers and virtual machines of this machine. */
const inner = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|bridge|podman|cni|lxc)/i;

/** IPv4, the likeliest first: home and office networks, then others, then what leads nowhere. */
export function lanAddresses(interfaces: Interfaces = networkInterfaces()): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  const ordered = found.toSorted((left, right) => left.rank - right.rank);
  return [...new Set(ordered.map(({ address }) => address))];
}

/** Also those that only this machine itself reaches. */
export function isOwnAddress(
  address: string,
  interfaces: Interfaces = networkInterfaces(),
): boolean {
  return Object.values(interfaces).some((infos) => infos?.some((it) => it.address === address));
}

export const isLoopback = (address: string): boolean => address.startsWith('127.');

function rankOf(name: string, address: string): number {
  if (inner.test(name)) return 2;
  // Given by nobody: the network has no other machine that hands out addresses.
  if (address.startsWith('169.254.')) return 3;
  return /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address) ? 0 : 1;
}
