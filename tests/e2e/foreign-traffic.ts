/** Applications on somebody else's cluster: librdkafka in a process of Python, told line by line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The oldest records are an hour old, so that who has not read them is far behind in time. */
const program = String.raw`
import sys, threading, time
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
bootstrap = sys.argv[1]
admin = AdminClient({'bootstrap.servers': bootstrap})
admin.create_topics([NewTopic('orders', 3)])['orders'].result()
producer = Producer({'bootstrap.servers': bootstrap, 'enable.idempotence': True, 'linger.ms': 10})
counts = [600, 400, 200]
hour_ago = int(time.time() * 1000) - 3600000
for partition, count in enumerate(counts):
    for index in range(count):
        producer.produce('orders', partition=partition, value='record %d-%d' % (partition, index),
                         timestamp=hour_ago + index)
assert producer.flush(60) == 0

auditors = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'auditors', 'enable.auto.commit': False})
auditors.subscribe(['orders'])
while len(auditors.assignment()) < 3: auditors.poll(0.2)
positions = [TopicPartition('orders', partition, offset) for partition, offset in enumerate([100, 50, 0])]
auditors.commit(offsets=positions, asynchronous=False)
auditors.close()

billing = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'billing', 'group.protocol': 'consumer',
                    'auto.offset.reset': 'earliest', 'auto.commit.interval.ms': 300, 'client.id': 'biller'})
billing.subscribe(['orders'])
lock, running, writing = threading.Lock(), True, False
def read():
    while running: billing.poll(0.2)
    billing.close()
def write():
    sent = 0
    while running:
        with lock:
            if writing:
                producer.produce('orders', partition=sent % 3, value='live %d' % sent)
                counts[sent % 3] += 1
                sent += 1
        producer.poll(0)
        time.sleep(0.02)
threads = [threading.Thread(target=read), threading.Thread(target=write)]
for thread in threads: thread.start()
print('ready', flush=True)
for line in sys.stdin:
    word, _, text = line.strip().partition(' ')
    with lock:
        if word == 'send':
            producer.produce('orders', partition=0, value=text)
            counts[0] += 1
        writing = word == 'write'
        if not writing: assert producer.flush(60) == 0
        print(' '.join(map(str, counts)), flush=True)
running = False
for thread in threads: thread.join()
`;

export class Traffic {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private complaints = '';

  private constructor(python: string, bootstrap: string) {
    this.child = spawn(python, ['-c', program, bootstrap], { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.child;
    if (!stdout || !stderr) throw new Error('the client has no pipes');
    stderr.on('data', (chunk: Buffer) => (this.complaints += chunk.toString()));
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /**
   * 1,200 records stand in `orders`; the classic group `auditors` has read 150 of them and is gone,
   * `billing` of the new protocol (KIP-848) goes on reading.
   */
  static async start(python: string, bootstrap: string): Promise<Traffic> {
    const traffic = new Traffic(python, bootstrap);
    await traffic.line();
    return traffic;
  }

  /** Fifty records a second from now on. */
  async write(): Promise<void> {
    await this.tell('write');
  }

  /** How many records each partition holds; no more come. */
  async rest(): Promise<readonly number[]> {
    return (await this.tell('rest')).split(' ').map(Number);
  }

  /** One record. */
  async send(value: string): Promise<void> {
    await this.tell(`send ${value}`);
  }

  /** Its members leave. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }

  private async tell(words: string): Promise<string> {
    this.child.stdin?.write(`${words}\n`);
    return this.line();
  }

  private async line(): Promise<string> {
    const { done, value } = await this.lines.next();
    if (done === true) throw new Error(`the client ended: ${this.complaints.slice(-2_000)}`);
    return value;
  }
}
