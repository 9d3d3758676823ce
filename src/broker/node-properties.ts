/** What a node's options mean as Kafka's server.properties. */
import { lanProperties } from './config/lan-properties.ts';
import type { BrokerOptions, QuorumVoter } from './control.ts';
import { listenerNames } from './protocol/listeners.ts';

/** The properties of this node: what the options say, over what the user set. */
export function serverProperties(options: BrokerOptions): Record<string, string> {
  const logDirs = foldersOf(options).logDirs.join(',');
  return { ...options.config, ...fixedProperties(options), 'log.dirs': logDirs };
}

/** What the supervisor decides. */
export function fixedProperties(options: BrokerOptions): Record<string, string> {
  const { nodeId, listener, voters, lan } = options;
  const own = ownVoter(options);
  const names = listenerNames;
  const plaintext = `${names.plaintext}://${listener.host}:${listener.port}`;
  const bound = lan ? [plaintext, `${names.lan}://${lan.host}:${lan.port}`] : [plaintext];
  const advertised = `${names.lan}://${lan?.advertisedHost}:${lan?.port}`;
  const controller = own ? [`${names.controller}://${own.host}:${own.port}`] : [];
  return {
    'node.id': String(nodeId),
    'process.roles': own ? 'broker,controller' : 'broker',
    listeners: [...bound, ...controller].join(','),
    'advertised.listeners': lan ? `${plaintext},${advertised}` : plaintext,
    'controller.listener.names': names.controller,
    'inter.broker.listener.name': names.plaintext,
    'controller.quorum.voters': voters
      .map(({ id, host, port }) => `${id}@${host}:${port}`)
      .join(','),
    ...(lan ? lanProperties : {}),
  };
}

/**
 * Where the logs lie: `log.dirs` of the config, taken from the data folder on, or the data folder
 * itself. So brokers that share a config share no folder.
 */
export function foldersOf({ config, dataDir }: BrokerOptions): {
  readonly logDirs: readonly string[];
  readonly metadataLogDir: string | undefined;
} {
  const pathOf = (text: string): string => {
    const path = text.length > 1 ? text.replace(/[/\\]+$/, '') : text;
    return /^([/\\]|[A-Za-z]:)/.test(path) ? path : `${dataDir}/${path}`;
  };
  const given = (config['log.dirs'] ?? config['log.dir'] ?? '').split(',');
  const paths = given.map((text) => text.trim()).filter((text) => text !== '');
  const metadataLogDir = config['metadata.log.dir'];
  return {
    logDirs: paths.length === 0 ? [dataDir] : [...new Set(paths.map(pathOf))],
    metadataLogDir: metadataLogDir === undefined ? undefined : pathOf(metadataLogDir.trim()),
  };
}

/** undefined: a broker that was added later, which only observes the quorum. */
export function ownVoter({ nodeId, voters }: BrokerOptions): QuorumVoter | undefined {
  return voters.find(({ id }) => id === nodeId);
}
