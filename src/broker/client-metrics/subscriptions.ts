/**
 * Which metrics clients are asked for (KIP-714): each config resource of type client metrics is a
 * subscription for the clients that it matches. A client gets all that match it, as one.
 */
import { crc32c } from '@node-rs/crc32';
import { clientMetricsKeys } from '../config/group-keys.ts';
import { parseKey } from '../config/keys.ts';
import { configResource, configResourceKey, type MetadataImage } from '../metadata/image.ts';
import type { Uuid } from '../protocol/types.ts';

/** What a subscription may choose clients by. */
export type ClientAttributes = {
  readonly client_instance_id: string;
  readonly client_id: string;
  /** Null where the client has not told (ApiVersions before v3). */
  readonly client_software_name: string | null;
  readonly client_software_version: string | null;
  readonly client_source_address: string;
  readonly client_source_port: string;
};

export type Subscription = {
  readonly metrics: readonly string[];
  readonly intervalMs: number;
  readonly match: ReadonlyMap<string, RegExp>;
};

/** What one client is asked for. */
export type ClientSubscription = {
  /** The same on every broker, as long as the configs are the same. */
  readonly id: number;
  readonly metrics: readonly string[];
  readonly intervalMs: number;
};

const prefix = configResourceKey(configResource.clientMetrics, '');
const allMetrics = '*';
/** Of a client that nothing is asked of: when it asks again. */
const defaultIntervalMs = 300_000;
/** Matches no text at all. */
const never = /(?!)/;

/** Whether a change of the image's configs concerns them. */
export function areSubscriptionsChanged(changedConfigs: ReadonlySet<string>): boolean {
  for (const key of changedConfigs) if (key.startsWith(prefix)) return true;
  return false;
}

/** Whether any client may be asked for metrics. */
export const hasSubscriptions = (image: MetadataImage): boolean =>
  given(image).next().done !== true;

export const subscriptionsOf = (image: MetadataImage): Subscription[] =>
  Array.from(given(image), parse);

function* given({ configs }: MetadataImage): Generator<ReadonlyMap<string, string>> {
  for (const [key, values] of configs) if (key.startsWith(prefix) && values.size > 0) yield values;
}

function parse(values: ReadonlyMap<string, string>): Subscription {
  const valueOf = (name: keyof typeof clientMetricsKeys) => {
    const key = clientMetricsKeys[name];
    return parseKey(name, key, values.get(name) ?? key.fallback ?? '');
  };
  const patterns = (valueOf('match') as readonly string[]).map((text) => text.split('='));
  return {
    metrics: valueOf('metrics') as readonly string[],
    intervalMs: valueOf('interval.ms') as number,
    match: new Map(patterns.map(([name, pattern]) => [name.trim(), compile(pattern.trim())])),
  };
}

/** The pattern has to match the whole text. What only Java understands matches nothing here. */
function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return never;
  }
}

/** All that concerns this client: the metrics together, at the shortest interval. */
export function subscriptionFor(
  subscriptions: readonly Subscription[],
  instanceId: Uuid,
  client: ClientAttributes,
): ClientSubscription {
  const own = subscriptions.filter(({ match }) => isMatch(match, client));
  const wanted = new Set(own.flatMap(({ metrics }) => metrics));
  const metrics = wanted.has(allMetrics) ? [allMetrics] : [...wanted].sort();
  const intervalMs = own.reduce(
    (shortest, one) => Math.min(shortest, one.intervalMs),
    defaultIntervalMs,
  );
  return { id: idOf(metrics, intervalMs, instanceId), metrics, intervalMs };
}

function isMatch(match: Subscription['match'], client: ClientAttributes): boolean {
  for (const [name, pattern] of match) {
    const value = client[name as keyof ClientAttributes];
    if (value === null || value === undefined || !pattern.test(value)) return false;
  }
  return true;
}

/** Changes with what is asked for, and differs between clients. */
function idOf(metrics: readonly string[], intervalMs: number, instanceId: Uuid): number {
  return crc32c(`${metrics.join()},${intervalMs},${instanceId}`) | 0;
}
