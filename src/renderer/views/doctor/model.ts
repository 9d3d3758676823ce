/** A reading and its checks as they are shown: marked lines, one list of findings. */
import type {
  DoctorCheck,
  DoctorFinding,
  DoctorReading,
  DoctorRun,
} from '../../../main/contract/index.ts';

export type MarkedLine = {
  readonly number: number;
  readonly text: string;
  readonly tone: DoctorFinding['severity'] | null;
  /** What stands in for the marked part: before, marked, behind. */
  readonly parts: readonly [before: string, marked: string, behind: string];
  /** What to write instead; null: nothing. */
  readonly instead: string | null;
};

const severities = ['error', 'warning', 'info'] as const;

/** The lines of the masked text with what is wrong in each. */
export function markedLines(
  masked: string,
  findings: readonly DoctorFinding[],
): readonly MarkedLine[] {
  return masked.split('\n').map((text, index) => {
    const number = index + 1;
    const own = findings
      .filter(({ span }) => span?.line === number)
      .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
    const [worst] = own;
    const span = worst?.span;
    const from = span ? Math.min(text.length, span.column - 1) : 0;
    const to = span ? Math.min(text.length, from + span.length) : 0;
    return {
      number,
      text,
      tone: worst?.severity ?? null,
      parts: [text.slice(0, from), text.slice(from, to), text.slice(to)],
      instead: own.find(({ fixedLine }) => fixedLine !== null)?.fixedLine ?? null,
    };
  });
}

/** What the text says and what looking found, each once, the gravest first. */
export function allFindings(
  reading: DoctorReading,
  run: DoctorRun | null,
): readonly DoctorFinding[] {
  const found = run?.findings ?? [];
  const seen = new Set<string>();
  return [...found, ...reading.findings]
    .filter((finding) => {
      const key = JSON.stringify([finding.rule, finding.span, finding.data]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

export type CheckRow = DoctorCheck & { readonly id: string };

export function checkRows(run: DoctorRun): readonly CheckRow[] {
  return Object.entries(run.checks)
    .map(([id, check]) => ({ id, ...check }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** `what|do`. */
export function splitWords(words: string): readonly [what: string, action: string] {
  const at = words.indexOf('|');
  return at === -1 ? [words, ''] : [words.slice(0, at), words.slice(at + 1)];
}

export const exampleNames = ['cluster', 'spring', 'compose', 'node', 'error'] as const;
export type ExampleName = (typeof exampleNames)[number];

/** Texts to see what the doctor does; each but the first has something wrong. */
export function exampleText(name: ExampleName, bootstrap: string): string {
  const first = bootstrap.split(',')[0] ?? 'localhost:9092';
  switch (name) {
    case 'cluster':
      return `bootstrap.servers=${bootstrap}\nclient.id=my-app\nacks=all\n`;
    case 'spring':
      return [
        'spring:',
        '  kafka:',
        `    bootstrap-server: ${first}`,
        '    consumer:',
        '      group-id: payment-service',
        '      auto-offset-reset: smallest',
        '    properties:',
        '      security.protocol: SSL',
        '',
      ].join('\n');
    case 'compose':
      return [
        'services:',
        '  app:',
        '    image: my-app',
        '    environment:',
        `      - KAFKA_BOOTSTRAP_SERVERS=${first.replace(/^[^:]*/, 'localhost')}`,
        '      - KAFKA_GROUP_ID=payment-service',
        '',
      ].join('\n');
    case 'node':
      return [
        'const kafka = new Kafka({',
        "  clientId: 'my-app',",
        `  brokers: ['http://${first}'],`,
        '  ssl: true,',
        "  sasl: { mechanism: 'plain', username: 'app', password: 'not-so-secret' },",
        '});',
        '',
      ].join('\n');
    case 'error':
      return [
        'WARN  o.a.k.clients.NetworkClient - [Producer clientId=my-app] Connection to node -1 (localhost/127.0.0.1:9095) could not be established. Node may not be available.',
        'org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
        '',
      ].join('\n');
  }
}
