/** A scenario as a Mermaid flowchart: services are boxes, topics are cylinders. */
import type { ScenarioDefinition } from '../definition/scenario.ts';
import { calledServices, deadLetterTopics, producedTopics, readTopics } from '../service-links.ts';
import { englishOf, type ExportFile, oneLine } from './files.ts';

export function mermaidFiles(scenario: ScenarioDefinition): readonly ExportFile[] {
  return [{ path: `${scenario.name}.mmd`, text: mermaidText(scenario) }];
}

export function mermaidText(scenario: ScenarioDefinition): string {
  const { services, topics, links = [], notes = [], frames = [] } = scenario;
  const letters = new Set(deadLetterTopics(scenario));
  const ids = idsOf(scenario);
  const id = (node: string) => ids.get(node) ?? '';
  const nodes = new Map([
    ...services.map(({ name, title }) => {
      const node = `service/${name}`;
      return [node, `${id(node)}["${label(englishOf(title) ?? name)}"]:::service`] as const;
    }),
    ...topics.map(({ name }) => {
      const node = `topic/${name}`;
      return [node, `${id(node)}[("${label(name)}")]:::topic`] as const;
    }),
    ...notes.map(({ name, text }) => {
      const node = `note/${name}`;
      return [node, `${id(node)}>"${label(oneLine(englishOf(text) ?? ''))}"]:::note`] as const;
    }),
  ]);
  const framed = new Set(frames.flatMap(({ members }) => members));
  const lines = [
    ...[...nodes].filter(([node]) => !framed.has(node)).map(([, text]) => `  ${text}`),
    ...frames.flatMap(({ name, title, members }) => [
      `  subgraph frame_${name.replaceAll('-', '_')}["${label(englishOf(title) ?? name)}"]`,
      ...members.flatMap((node) => (nodes.has(node) ? [`    ${nodes.get(node)}`] : [])),
      '  end',
    ]),
  ];
  const edges = services.flatMap((service) => {
    const own = id(`service/${service.name}`);
    return [
      ...producedTopics(service).map((topic) => {
        const arrow = letters.has(topic) ? '-. gives up .->' : '-->';
        return `  ${own} ${arrow} ${id(`topic/${topic}`)}`;
      }),
      ...readTopics(service).map((topic) => `  ${id(`topic/${topic}`)} --> ${own}`),
      ...calledServices(service).map(
        (called) => `  ${own} -- calls --> ${id(`service/${called}`)}`,
      ),
    ];
  });
  const drawn = links.flatMap(({ from, to, title }) => {
    if (!ids.has(from) || !ids.has(to)) return [];
    const word = englishOf(title);
    return [`  ${id(from)} ${word === undefined ? '-.-' : `-. "${label(word)}" .-`} ${id(to)}`];
  });
  return [
    '---',
    `title: ${JSON.stringify(englishOf(scenario.title))}`,
    '---',
    'flowchart LR',
    ...lines,
    ...edges,
    ...drawn,
    '  classDef service fill:#f3e9fa,stroke:#6b3d93,color:#182024',
    '  classDef topic fill:#e6edf4,stroke:#3b5670,color:#182024',
    '  classDef note fill:#fdf3d8,stroke:#e0b95b,color:#182024',
    '',
  ].join('\n');
}

/** Names with dots are no ids, and two of them may differ by a dot alone. */
function idsOf({ services, topics, notes = [] }: ScenarioDefinition): ReadonlyMap<string, string> {
  return new Map([
    ...services.map(({ name }, index) => [`service/${name}`, `s${index + 1}`] as const),
    ...topics.map(({ name }, index) => [`topic/${name}`, `t${index + 1}`] as const),
    ...notes.map(({ name }, index) => [`note/${name}`, `n${index + 1}`] as const),
  ]);
}

function label(text: string): string {
  return text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;');
}
