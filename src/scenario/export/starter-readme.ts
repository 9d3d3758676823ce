/** What stands in the README of every starter. */
import type { ScenarioDefinition } from '../definition/scenario.ts';
import { groupOf, producedTopics, readTopics } from '../service-links.ts';
import { englishOf, oneLine } from './files.ts';
import { limitsOf, type StarterLanguage } from './limits.ts';

export type Commands = {
  /** What has to be there, with versions. */
  readonly needs: string;
  readonly install: string;
  readonly start: string;
  /** One service: `NAME` stands for it. */
  readonly startOne: string;
  /** Where the code of the services lies. */
  readonly services: string;
  readonly kit: string;
};

export function starterReadme(
  scenario: ScenarioDefinition,
  language: StarterLanguage,
  commands: Commands,
): string {
  const { services } = scenario;
  const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || '–';
  const rows = services.map(
    (service) =>
      `| ${service.name} | \`${groupOf(service)}\` | ${list(readTopics(service))} | ${list(producedTopics(service))} |`,
  );
  const limits = limitsOf(scenario, language);
  const example = services[0]?.name ?? 'NAME';
  return `# ${englishOf(scenario.title)}

${oneLine(englishOf(scenario.description) ?? '')}

| service | group | reads | writes |
|---|---|---|---|
${rows.join('\n')}

## Run it

You need ${commands.needs}, and a Kafka cluster.

\`\`\`sh
./create-topics.sh            # once; KAFKA_TOPICS names kafka-topics, BOOTSTRAP the brokers
${commands.install}
${commands.start}
${commands.startOne.replace('NAME', example)}   # one service only; start it twice for two instances
\`\`\`

| variable | means |
|---|---|
| \`BOOTSTRAP\` | brokers, \`127.0.0.1:9092\` unless told |
| \`COUNT\` | so many records of each generator, then it rests |
| \`SPEED\` | so many times as fast as the drawing says |
| \`DATA\` | where the services keep their tables, \`data\` unless told |

## How it works

The services are in \`${commands.services}\`, each drawn block a line there. What the blocks do is
in \`${commands.kit}\`: yours to read and to change. Expressions are [JSONata](https://jsonata.org).

Each record is one transaction of the service's SQLite database; then what it produces is sent;
then its offset is committed. A record may therefore come a second time after a crash: blocks that
write rows keep the first one or set the same values again. Every record carries W3C trace context
and the attributes of a CloudEvent, so that one order can be followed through all topics.

## Not part of this project

${limits.length === 0 ? 'Nothing is missing: it does all that the drawing does.' : limits.map(({ service, what }) => `- ${service === null ? '' : `**${service}**: `}${what}`).join('\n')}
`;
}
