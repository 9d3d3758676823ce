import { expect, it } from 'vitest';
import { parseBrokerConfig } from '../../src/broker/config.ts';
import type { BrokerOptions } from '../../src/broker/control.ts';
import { serverProperties } from '../../src/broker/node-properties.ts';

const options: BrokerOptions = {
  nodeId: 1,
  clusterId: 'c',
  dataDir: '/data',
  listener: { host: '127.0.0.1', port: 9092 },
  voters: [{ id: 1, host: '127.0.0.1', port: 9192 }],
  config: {},
};

it('a broker for its own machine has a plaintext listener and one for the controller', () => {
  const properties = serverProperties(options);
  expect(properties).toMatchObject({
    listeners: 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9192',
    'advertised.listeners': 'PLAINTEXT://127.0.0.1:9092',
  });
  expect(Object.keys(properties)).not.toContain('sasl.enabled.mechanisms');
});

it('a broker for others too says so as Kafka would', () => {
  const lan = { host: '0.0.0.0', port: 19_092, advertisedHost: '192.168.0.5', users: [] };
  const properties = serverProperties({ ...options, lan: { ...lan, secret: '' } });
  expect(properties).toMatchObject({
    listeners: 'PLAINTEXT://127.0.0.1:9092,LAN://0.0.0.0:19092,CONTROLLER://127.0.0.1:9192',
    'advertised.listeners': 'PLAINTEXT://127.0.0.1:9092,LAN://192.168.0.5:19092',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,LAN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
  });
  expect(parseBrokerConfig(properties).saslEnabledMechanisms).toHaveLength(2);
});
