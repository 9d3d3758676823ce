/** Turning LAN access of a local cluster on and off, and who may log in. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LanSettings, lanPorts } from '../cluster/lan-file.ts';
import type { LocalCluster } from '../cluster/local-cluster.ts';
import { findFreeBlock } from '../cluster/ports.ts';
import { ContractError } from '../contract/errors.ts';
import type { LanApi, LanState } from '../contract/lan.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import { isLoopback, isOwnAddress, lanAddresses } from './addresses.ts';
import { lanUser, newPassword } from './scram-keys.ts';

const anyHost = '0.0.0.0';
const secretBytes = 32;
/** From the cluster's own ports to those that are proposed. */
const portDistance = 10_000;
const portMax = 65_000;
/** How long the next restart waits for the replicas of the one before; acks=all may stall then. */
const settleTimeoutMs = 30_000;
const settlePollMs = 200;

export function lanHandlers(workspaces: Workspaces): Handlers<keyof LanApi> {
  const clusterOf = (id: string) => workspaces.local(id, 'open to the LAN');
  const change = async (id: string, next: (cluster: LocalCluster) => LanSettings | null) => {
    const cluster = await clusterOf(id);
    await workspaces.exclusively(id, 'lan', () =>
      cluster.setLan(next(cluster), () => whenInSync(cluster.bootstrap)),
    );
  };
  return {
    'lan.get': async ({ id }) => stateOf(await clusterOf(id)),
    'lan.turnOn': async ({ id, address, port, user }) => {
      const password = newPassword();
      const users = [lanUser(user, password)];
      const secret = randomBytes(secretBytes).toString('base64');
      await change(id, () => ({ formatVersion: 1, ...placeOf(address, port), secret, users }));
      return { password };
    },
    'lan.move': async ({ id, address, port }) => {
      await change(id, (cluster) => ({ ...settingsOf(cluster), ...placeOf(address, port) }));
      return null;
    },
    'lan.turnOff': async ({ id }) => {
      await change(id, () => null);
      return null;
    },
    'lan.setPassword': async ({ id, user }) => {
      const cluster = await clusterOf(id);
      const lan = settingsOf(cluster);
      const password = newPassword();
      const others = lan.users.filter(({ name }) => name !== user);
      cluster.setLanUsers({ ...lan, users: [...others, lanUser(user, password)] });
      return { password };
    },
    'lan.removeUser': async ({ id, user }) => {
      const cluster = await clusterOf(id);
      const lan = settingsOf(cluster);
      const users = lan.users.filter(({ name }) => name !== user);
      if (users.length === 0) {
        const message = `${user} is the only one who can log in; turn LAN access off instead.`;
        throw new ContractError('lan-user-last', { user }, message);
      }
      cluster.setLanUsers({ ...lan, users });
      return null;
    },
  };
}

async function stateOf(cluster: LocalCluster): Promise<LanState> {
  const { lan, layout } = cluster;
  const { brokers } = layout;
  const addresses = lanAddresses();
  if (lan === null) {
    const beside = Math.min(...brokers.map(({ port }) => port)) + portDistance;
    const span = Math.max(...brokers.map(({ id }) => id));
    const from = beside + span < portMax ? beside : portDistance;
    const port = await findFreeBlock(anyHost, from, span);
    const address = addresses[0] ?? '';
    return { isOn: false, addresses, address, port, bootstrap: '', users: [] };
  }
  const { address, port, users } = lan;
  const bootstrap = lanPorts(lan, brokers)
    .map((each) => `${address}:${each}`)
    .join(',');
  const names = users.map(({ name }) => name).toSorted();
  return { isOn: true, addresses, address, port, bootstrap, users: names };
}

function settingsOf({ lan }: LocalCluster): LanSettings {
  if (lan) return lan;
  throw new ContractError('lan-off', {}, 'LAN access is off; turn it on first.');
}

/** One address is told to clients; the brokers listen on all, for a machine may change networks. */
function placeOf(address: string, port: number) {
  if (!isOwnAddress(address)) {
    const message = `This machine does not have the address ${address} (any more); choose another.`;
    throw new ContractError('lan-address-unknown', { address }, message);
  }
  return { host: isLoopback(address) ? address : anyHost, address, port };
}

/** Until all replicas on brokers that run follow again, so that no partition stands still for want of them. */
async function whenInSync(bootstrap: string): Promise<void> {
  const link = new KafkaLink(bootstrap, 'rivulet');
  const endMs = Date.now() + settleTimeoutMs;
  try {
    while (Date.now() < endMs && !(await isInSync(link))) await sleep(settlePollMs);
  } finally {
    await link.close();
  }
}

async function isInSync(link: KafkaLink): Promise<boolean> {
  try {
    const { brokers, topics } = await link.metadata({ isFresh: true });
    return [...topics.values()].every(({ partitions }) =>
      partitions.every(({ isr, replicas }) =>
        replicas.every((id) => isr.includes(id) || !brokers.has(id)),
      ),
    );
  } catch {
    // A broker that just goes away or comes: asked again.
    return false;
  }
}
