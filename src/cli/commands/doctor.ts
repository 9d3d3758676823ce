/** `rivulet doctor`: what a client at this address would see, and which line of its settings is wrong. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { DoctorCheck, DoctorFinding } from '../../main/contract/doctor.ts';
import { doctorWords } from '../../main/contract/doctor-words.ts';
import { clusterOptions, type Command, oneOf, text, type Values } from '../command.ts';
import { bold } from '../output.ts';
import { bootstrapOf, checkBootstrap } from '../target.ts';

const places = ['here', 'container', 'elsewhere'] as const;

export const doctor: Command = {
  usage: '[HOST:PORT] [options]',
  summary: 'Find out why an application does not reach its cluster',
  details:
    'Looks at HOST:PORT as a client would: name, port, protocol, TLS, SASL, and the addresses that ' +
    'the cluster sends its clients to. With --settings it reads the settings or the error of an ' +
    'application too, and says which line is wrong and what to write instead. No password is sent ' +
    'unless --login is given. Exit code 1 when something is wrong.',
  options: {
    settings: {
      type: 'string',
      value: 'FILE',
      help: 'Settings, code, or an error of the application; - reads stdin',
    },
    place: { type: 'string', value: 'PLACE', help: `Where it runs: ${places.join(', ')}` },
    login: { type: 'boolean', help: 'Log in with the user and password of the settings' },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet doctor localhost:9092',
    'rivulet doctor --settings application.yml --place container',
    'kubectl logs my-app | rivulet doctor --settings - --json',
  ],
  run: async ({ values, positionals }, output) => {
    const { examine } = await import('../../main/doctor/examine.ts');
    const { readText } = await import('../../main/doctor/read.ts');
    const place = oneOf(values, 'place', places) ?? 'here';
    const settings = await settingsOf(values, positionals[0]);
    const read = readText(settings, place, positionals[0] ?? 'localhost:9092');
    const told = new Set<string>();
    const run = await examine({
      read,
      place,
      sendsCredentials: values['login'] === true,
      signal: new AbortController().signal,
      onChange: ({ checks }) => {
        for (const [id, check] of Object.entries(checks)) {
          if (check.phase === 'running' || told.has(id)) continue;
          told.add(id);
          output.json({ event: 'check', ...check });
          output.text(checkLine(check));
        }
      },
    });
    const findings = [...read.findings, ...run.findings];
    for (const finding of findings) {
      const { what, action } = wordsOf(finding);
      output.json({ event: 'finding', ...finding, what, action });
      for (const line of findingLines(finding, what, action)) output.text(line);
    }
    if (told.size === 0) output.note('There is no address to check in this text.');
    if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  },
};

/** The file, or settings that hold nothing but the address. */
async function settingsOf(values: Values, address: string | undefined): Promise<string> {
  const file = text(values, 'settings');
  if (file === '-') return readAll(process.stdin);
  if (file !== undefined) return readFile(file, 'utf8');
  const bootstrap = address === undefined ? await bootstrapOf(values) : checkBootstrap(address);
  return `bootstrap.servers=${bootstrap}\n`;
}

const marks = { running: '…', done: '✓', failed: '✗', skipped: '·' } as const;
const titles: { readonly [Kind in DoctorCheck['kind']]: string } = {
  dns: 'name resolves',
  tcp: 'port is open',
  tls: 'TLS',
  kafka: 'speaks Kafka',
  sasl: 'SASL mechanism offered',
  login: 'login',
  metadata: 'metadata',
  advertised: 'advertised address reachable',
  'same-cluster': 'all of one cluster',
};

function checkLine({ kind, target, phase, tookMs, detail }: DoctorCheck): string {
  const took = tookMs === null ? '' : ` (${tookMs} ms)`;
  const more = detail === '' ? '' : `: ${detail}`;
  const skipped = phase === 'skipped' ? ' skipped' : '';
  return `${marks[phase]} ${target}  ${titles[kind]}${skipped}${more}${took}`;
}

function findingLines(
  { severity, span, fixedLine }: DoctorFinding,
  what: string,
  action: string,
): readonly string[] {
  const where = span === null ? '' : `line ${span.line}: `;
  return [
    '',
    bold(`${severity === 'info' ? '' : `${severity}: `}${where}${what}`),
    `  ${action}`,
    ...(fixedLine === null ? [] : [`  ${fixedLine.trim()}`]),
  ];
}

function wordsOf({ rule, data }: DoctorFinding): {
  readonly what: string;
  readonly action: string;
} {
  const words: string = doctorWords[rule][0];
  const filled = words.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(data[name] ?? ''));
  const [what = '', action = ''] = filled.split('|');
  return { what, action };
}
