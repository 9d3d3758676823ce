/** What clients are asked to tell of themselves (KIP-714): subscriptions as configs of a kind. */
import type { ClientMetricsSubscription } from '../contract/brokers.ts';
import { alterResource, describeResource } from './configs.ts';
import type { KafkaLink } from './kafka-link.ts';

const clientMetricsType = 16;
const intervalDefaultMs = 300_000;

export async function listClientMetrics(
  link: KafkaLink,
): Promise<{ readonly subscriptions: readonly ClientMetricsSubscription[] }> {
  const response = await link.call('any', 'listClientMetricsResources', [clientMetricsType as 2]);
  const names = response.configResources.map(({ resourceName }) => resourceName).sort();
  return { subscriptions: await Promise.all(names.map((name) => describe(link, name))) };
}

export function setClientMetrics(
  link: KafkaLink,
  { name, metrics, intervalMs, match }: ClientMetricsSubscription,
): Promise<null> {
  const set = { metrics: metrics.join(','), 'interval.ms': String(intervalMs) };
  const isForAll = match.length === 0;
  return alterResource(
    link,
    { type: 'client-metrics', name },
    {
      set: isForAll ? set : { ...set, match: match.join(',') },
      unset: isForAll ? ['match'] : [],
    },
  );
}

/** A subscription is there as long as it has a config. */
export async function deleteClientMetrics(link: KafkaLink, name: string): Promise<null> {
  const configs = await describeResource(link, { type: 'client-metrics', name });
  const own = configs.filter(({ source }) => source !== 'default').map((config) => config.name);
  return alterResource(link, { type: 'client-metrics', name }, { set: {}, unset: own });
}

async function describe(link: KafkaLink, name: string): Promise<ClientMetricsSubscription> {
  const configs = await describeResource(link, { type: 'client-metrics', name });
  const texts = new Map(configs.map((config) => [config.name, config.value ?? '']));
  return {
    name,
    metrics: members(texts.get('metrics')),
    intervalMs: Number(texts.get('interval.ms') || intervalDefaultMs),
    match: members(texts.get('match')),
  };
}

function members(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
