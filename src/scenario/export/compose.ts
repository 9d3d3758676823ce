/** Apache Kafka in containers: three nodes, each broker and controller, and the topics. */
import { stringify } from 'yaml';
import type { ScenarioDefinition } from '../definition/scenario.ts';
import type { ExportFile } from './files.ts';
import { topicScript } from './topics.ts';

const nodeIds = [1, 2, 3] as const;
/** 16 bytes in base64, the same on all nodes. */
const clusterId = 'cml2dWxldC1zdHVkaW8tMQ';
/** The release whose behaviour the engine follows. */
const image = 'apache/kafka:4.3.0';
const outsidePort = 9091;
const insidePort = 19092;

export function composeFiles(scenario: ScenarioDefinition): readonly ExportFile[] {
  const comment =
    ' docker compose up -d starts three nodes of Apache Kafka and creates the topics.\n' +
    ' From this computer they are 127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094.';
  const text = stringify(composeDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
  return [
    { path: 'compose.yaml', text: `${comment.replaceAll(/^/gm, '#')}\n${text}` },
    { path: 'create-topics.sh', text: topicScript(scenario), isExecutable: true },
  ];
}

function composeDocument(): object {
  const nodes = nodeIds.map((id) => [`kafka-${id}`, nodeOf(id)] as const);
  const topics = {
    image,
    depends_on: Object.fromEntries(nodes.map(([name]) => [name, { condition: 'service_healthy' }])),
    volumes: ['./create-topics.sh:/create-topics.sh:ro'],
    environment: {
      BOOTSTRAP: nodeIds.map((id) => `kafka-${id}:${insidePort}`).join(','),
      KAFKA_TOPICS: '/opt/kafka/bin/kafka-topics.sh',
    },
    command: ['bash', '/create-topics.sh'],
    restart: 'no',
  };
  return {
    services: { ...Object.fromEntries(nodes), topics },
    volumes: Object.fromEntries(nodes.map(([name]) => [name, {}])),
  };
}

function nodeOf(id: number): object {
  const outside = outsidePort + id;
  const voters = nodeIds.map((each) => `${each}@kafka-${each}:29093`).join(',');
  return {
    image,
    hostname: `kafka-${id}`,
    ports: [`127.0.0.1:${outside}:${outside}`],
    environment: {
      CLUSTER_ID: clusterId,
      KAFKA_NODE_ID: id,
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: voters,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
      KAFKA_LISTENERS: `INSIDE://:${insidePort},OUTSIDE://:${outside},CONTROLLER://:29093`,
      KAFKA_ADVERTISED_LISTENERS: `INSIDE://kafka-${id}:${insidePort},OUTSIDE://127.0.0.1:${outside}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
        'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_DEFAULT_REPLICATION_FACTOR: 3,
      KAFKA_MIN_INSYNC_REPLICAS: 2,
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 3,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 3,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 2,
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    },
    volumes: [`kafka-${id}:/var/lib/kafka/data`],
    healthcheck: {
      test: [
        'CMD-SHELL',
        `/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server kafka-${id}:${insidePort}`,
      ],
      interval: '5s',
      timeout: '10s',
      retries: 20,
    },
  };
}
