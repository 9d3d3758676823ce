/** The topics of a scenario for those who create them elsewhere: kafka-topics and Terraform. */
import type { ScenarioDefinition } from '../definition/scenario.ts';
import {
  englishOf,
  type ExportFile,
  oneLine,
  partitionsDefault,
  replicationDefault,
} from './files.ts';

export function topicScriptFiles(scenario: ScenarioDefinition): readonly ExportFile[] {
  return [{ path: 'create-topics.sh', text: topicScript(scenario), isExecutable: true }];
}

/** A script for Kafka's own kafka-topics, or any program that takes its options. */
export function topicScript({ title, topics }: ScenarioDefinition): string {
  const commands = topics.map((topic) => {
    const { name, partitions = partitionsDefault, replication, config = {} } = topic;
    const configs = Object.entries(config).map(
      ([key, value]) => `--config ${quoted(`${key}=${value}`)}`,
    );
    const replicas = replication === undefined ? '"$REPLICATION"' : `"$(at_most ${replication})"`;
    const words = [
      `create --topic ${quoted(name)}`,
      `--partitions ${partitions}`,
      `--replication-factor ${replicas}`,
      ...configs,
    ];
    const comment = englishOf(topic.title);
    const lines = comment === undefined ? [] : [`# ${oneLine(comment)}`];
    return [...lines, words.join(' \\\n  ')].join('\n');
  });
  return [
    '#!/usr/bin/env bash',
    `# Creates the topics of "${oneLine(englishOf(title) ?? '')}". Those that are there already stay.`,
    '#   BOOTSTRAP=broker:9092 ./create-topics.sh',
    '# KAFKA_TOPICS names the program (kafka-topics.sh, kafka-topics); REPLICATION is what your',
    '# cluster can hold at most, 1 for a single broker.',
    'set -euo pipefail',
    'BOOTSTRAP="${BOOTSTRAP:-127.0.0.1:9092}"',
    'KAFKA_TOPICS="${KAFKA_TOPICS:-kafka-topics.sh}"',
    `REPLICATION="\${REPLICATION:-${replicationDefault}}"`,
    '',
    'at_most() { echo "$(($1 < REPLICATION ? $1 : REPLICATION))"; }',
    'create() { $KAFKA_TOPICS --bootstrap-server "$BOOTSTRAP" --create --if-not-exists "$@"; }',
    '',
    commands.join('\n\n'),
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return /^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function terraformFiles(scenario: ScenarioDefinition): readonly ExportFile[] {
  return [{ path: 'topics.tf', text: terraformText(scenario) }];
}

/** For the provider Mongey/kafka. */
export function terraformText({ topics }: ScenarioDefinition): string {
  const resources = topics.map((topic, index) => {
    const { name, partitions = partitionsDefault, replication, config = {} } = topic;
    const label = labelOf(
      name,
      topics.slice(0, index).map((earlier) => earlier.name),
    );
    const comment = englishOf(topic.title);
    const configs = Object.entries(config).map(
      ([key, value]) => `    ${hclText(key)} = ${hclText(value)}`,
    );
    return [
      ...(comment === undefined ? [] : [`# ${oneLine(comment)}`]),
      `resource "kafka_topic" "${label}" {`,
      `  name               = ${hclText(name)}`,
      `  partitions         = ${partitions}`,
      `  replication_factor = ${replication === undefined ? 'var.replication_factor' : `min(${replication}, var.replication_factor)`}`,
      ...(configs.length === 0 ? [] : ['', '  config = {', ...configs, '  }']),
      '}',
    ].join('\n');
  });
  return `${[terraformHead, ...resources].join('\n\n')}\n`;
}

const terraformHead = `terraform {
  required_providers {
    kafka = {
      source  = "Mongey/kafka"
      version = ">= 0.11"
    }
  }
}

variable "bootstrap_servers" {
  type    = list(string)
  default = ["127.0.0.1:9092"]
}

variable "replication_factor" {
  type        = number
  default     = ${replicationDefault}
  description = "As many as there are brokers, at most."
}

provider "kafka" {
  bootstrap_servers = var.bootstrap_servers
  tls_enabled       = false
}`;

function hclText(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}

/** A name of Terraform's; a second topic that would get the same is told apart by its number. */
function labelOf(name: string, earlier: readonly string[]): string {
  const plain = (text: string) =>
    text.replaceAll(/[^A-Za-z0-9_-]/g, '_').replace(/^(?=[^A-Za-z_])/, '_');
  const same = earlier.filter((other) => plain(other) === plain(name)).length;
  return same === 0 ? plain(name) : `${plain(name)}_${same + 1}`;
}
