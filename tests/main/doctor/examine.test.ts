import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DoctorPlace, DoctorRun } from '../../../src/main/contract/doctor.ts';
import { examine } from '../../../src/main/doctor/examine.ts';
import { readText } from '../../../src/main/doctor/read.ts';

/** Listens on loopback and answers each chunk. */
async function listen(answer: (chunk: Buffer, socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => answer(chunk, socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const frame = (correlation: number, ...parts: Buffer[]) => {
  const body = Buffer.concat([int32(correlation), ...parts]);
  return Buffer.concat([int32(body.length), body]);
};
const int16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const string = (value: string) => Buffer.concat([int16(value.length), Buffer.from(value)]);

type Fake = {
  readonly keys: readonly number[];
  readonly clusterId?: string;
  readonly advertised?: { readonly host: string; readonly port: number };
  readonly mechanisms?: readonly string[];
};

/** A broker that knows just enough of Kafka. */
function broker({ keys, clusterId = 'c1', advertised, mechanisms }: Fake) {
  return (chunk: Buffer, socket: Socket) => {
    const [apiKey, correlation] = [chunk.readInt16BE(4), chunk.readInt32BE(8)];
    if (apiKey === 18) {
      const ranges = keys.map((key) => Buffer.concat([int16(key), int16(0), int16(8)]));
      socket.write(frame(correlation, int16(0), int32(keys.length), ...ranges));
    } else if (apiKey === 17 && mechanisms) {
      const names = mechanisms.map(string);
      const asked = chunk.subarray(14 + chunk.readInt16BE(12) + 2).toString();
      const code = mechanisms.includes(asked) ? 0 : 33;
      socket.write(frame(correlation, int16(code), int32(names.length), ...names));
    } else if (apiKey === 3) {
      const { host, port } = advertised ?? { host: '127.0.0.1', port: socket.localPort ?? 0 };
      const node = Buffer.concat([int32(1), string(host), int32(port), int16(-1)]);
      socket.write(
        frame(correlation, int32(0), int32(1), node, string(clusterId), int32(1), int32(0)),
      );
    } else socket.destroy();
  };
}

async function look(text: string, place: DoctorPlace = 'here') {
  const runs: DoctorRun[] = [];
  const run = await examine({
    read: readText(text, place, 'a:1'),
    place,
    sendsCredentials: false,
    timeoutMs: 800,
    onChange: (next) => runs.push(next),
    signal: new AbortController().signal,
  });
  return { run, runs, rules: run.findings.map(({ rule }) => rule) };
}

const clientKeys = [0, 1, 3, 18];

describe('an address is looked at as a client would', () => {
  it('and all is well when it is', async () => {
    const port = await listen(broker({ keys: clientKeys }));
    const { run, runs, rules } = await look(`bootstrap.servers=127.0.0.1:${port}\n`);
    expect(rules).toEqual(['all-well']);
    const phases = Object.values(run.checks).map(({ kind, phase }) => `${kind} ${phase}`);
    expect(phases).toEqual([
      'dns done',
      'tcp done',
      'tls skipped',
      'kafka done',
      'sasl skipped',
      'metadata done',
      'advertised done',
    ]);
    // Each was told while it ran.
    const seen = runs.flatMap(({ checks }) => Object.values(checks));
    expect(seen.some(({ kind, phase }) => kind === 'kafka' && phase === 'running')).toBe(true);
    expect(run.isRunning).toBe(false);
  });

  it('nobody listens', async () => {
    const port = await listen(() => {});
    const { rules } = await look('bootstrap.servers=127.0.0.1:1\n');
    expect(rules).toEqual(['tcp-refused']);
    expect(port).toBeGreaterThan(0);
  });

  it('the name is unknown', async () => {
    const { rules } = await look('bootstrap.servers=no-such-host.invalid:9092\n');
    expect(rules).toEqual(['dns-failed']);
  });

  it('a web server', async () => {
    const port = await listen((_chunk, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { rules } = await look(`bootstrap.servers=127.0.0.1:${port}\n`);
    expect(rules).toEqual(['speaks-http']);
  });

  it('a ZooKeeper', async () => {
    const port = await listen((chunk, socket) => {
      if (chunk.toString().startsWith('srvr')) socket.end('Zookeeper version: 3.8.4\n');
      else socket.destroy();
    });
    const { rules } = await look(`bootstrap.servers=127.0.0.1:${port}\n`);
    expect(rules).toEqual(['speaks-zookeeper']);
  });

  it('a controller', async () => {
    const port = await listen(broker({ keys: [1, 18, 52, 53, 62] }));
    const { rules } = await look(`bootstrap.servers=127.0.0.1:${port}\n`);
    expect(rules).toEqual(['controller-port']);
  });

  it('TLS where there is none, with the line and what to write', async () => {
    const port = await listen((chunk, socket) => {
      // A TLS hello begins with 0x16, which no Kafka frame of sane size does.
      if (chunk[0] === 0x16) socket.destroy();
      else broker({ keys: clientKeys })(chunk, socket);
    });
    const { run, rules } = await look(
      `bootstrap.servers=127.0.0.1:${port}\nsecurity.protocol=SSL\n`,
    );
    expect(rules).toEqual(['speaks-plaintext']);
    expect(run.findings[0]).toMatchObject({
      span: { line: 2 },
      fixedLine: 'security.protocol=PLAINTEXT',
    });
  });

  it('a SASL mechanism that is not offered, and no secret on the way', async () => {
    const heard: string[] = [];
    const answer = broker({ keys: [...clientKeys, 17, 36], mechanisms: ['SCRAM-SHA-512'] });
    const port = await listen((chunk, socket) => {
      heard.push(chunk.toString('latin1'));
      answer(chunk, socket);
    });
    const { run, rules } = await look(
      `bootstrap.servers=127.0.0.1:${port}\nsecurity.protocol=SASL_PLAINTEXT\n` +
        'sasl.mechanism=PLAIN\nsasl.username=bob\nsasl.password=hunter22\n',
    );
    expect(rules).toEqual(['sasl-mechanism-wrong']);
    expect(run.findings[0]?.fixedLine).toBe('sasl.mechanism=SCRAM-SHA-512');
    expect(heard.join('')).not.toMatch(/hunter22|bob/);
  });

  it('a listener that wants a login', async () => {
    const port = await listen(broker({ keys: [0, 1, 3, 18, 17, 36], mechanisms: ['PLAIN'] }));
    const { run } = await look(
      `bootstrap.servers=127.0.0.1:${port}\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n` +
        'sasl.username=bob\nsasl.password=hunter22\n',
    );
    const phases = Object.values(run.checks).map(({ kind, phase }) => `${kind} ${phase}`);
    expect(phases).toContain('sasl done');
    expect(phases).toContain('login skipped');
  });

  it('an advertised address that leads nowhere', async () => {
    const advertised = { host: 'kafka-1.invalid', port: 9092 };
    const port = await listen(broker({ keys: clientKeys, advertised }));
    expect((await look(`bootstrap.servers=127.0.0.1:${port}\n`)).rules).toEqual([
      'advertised-unresolved',
    ]);
  });

  it('localhost advertised to a container', async () => {
    const port = await listen(
      broker({ keys: clientKeys, advertised: { host: 'localhost', port: 9092 } }),
    );
    const { rules } = await look(`bootstrap.servers=127.0.0.1:${port}\n`, 'container');
    expect(rules).toEqual(['advertised-localhost']);
  });

  it('addresses of two clusters', async () => {
    const first = await listen(broker({ keys: clientKeys, clusterId: 'one' }));
    const second = await listen(broker({ keys: clientKeys, clusterId: 'two' }));
    const { rules } = await look(`bootstrap.servers=127.0.0.1:${first},127.0.0.1:${second}\n`);
    expect(rules).toEqual(['mixed-clusters']);
  });
});
