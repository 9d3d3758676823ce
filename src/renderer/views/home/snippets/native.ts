import { groupId, type Snippet, type SnippetTarget } from './snippet.ts';

export function pythonSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'python',
    title: 'Python',
    install: 'pip install confluent-kafka',
    send: {
      file: 'send.py',
      language: 'python',
      text: `from confluent_kafka import Producer


def delivered(error, message):
    print(error or f"partition {message.partition()}, offset {message.offset()}")


producer = Producer({"bootstrap.servers": "${bootstrap}"})
producer.produce("${topic}", key="key", value="Hello from Python", callback=delivered)
producer.flush()`,
    },
    receive: {
      file: 'receive.py',
      language: 'python',
      text: `from confluent_kafka import Consumer

consumer = Consumer({
    "bootstrap.servers": "${bootstrap}",
    "group.id": "${groupId}",
    "auto.offset.reset": "earliest",
})
consumer.subscribe(["${topic}"])
try:
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        print(message.error() or message.value().decode())
finally:
    consumer.close()`,
    },
  };
}

export function goSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  const head = (imports: string) => `package main

import (
${imports}
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)
`;
  const seeds = `kgo.SeedBrokers(strings.Split("${bootstrap}", ",")...)`;
  return {
    name: 'go',
    title: 'Go',
    install: 'go get github.com/twmb/franz-go',
    send: {
      file: 'send.go',
      language: 'go',
      text: `${head('\t"context"\n\t"fmt"\n\t"log"')}
func main() {
	client, err := kgo.NewClient(${seeds})
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	record := kgo.KeyStringRecord("key", "Hello from Go")
	record.Topic = "${topic}"
	sent, err := client.ProduceSync(context.Background(), record).First()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("partition %d, offset %d\\n", sent.Partition, sent.Offset)
}`,
    },
    receive: {
      file: 'receive.go',
      language: 'go',
      text: `${head('\t"context"\n\t"fmt"\n\t"log"')}
func main() {
	client, err := kgo.NewClient(
		${seeds},
		kgo.ConsumerGroup("${groupId}"),
		kgo.ConsumeTopics("${topic}"),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	for {
		fetches := client.PollFetches(context.Background())
		fetches.EachError(func(topic string, partition int32, err error) {
			log.Printf("%s-%d: %v", topic, partition, err)
		})
		fetches.EachRecord(func(record *kgo.Record) {
			fmt.Printf("%d: %s\\n", record.Offset, record.Value)
		})
	}
}`,
    },
  };
}

export function rustSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'rust',
    title: 'Rust',
    install: 'cargo add rdkafka tokio --features tokio/full',
    send: {
      file: 'src/main.rs',
      language: 'rust',
      text: `use rdkafka::config::ClientConfig;
use rdkafka::producer::{FutureProducer, FutureRecord};
use std::time::Duration;

#[tokio::main]
async fn main() {
    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", "${bootstrap}")
        .create()
        .expect("settings");
    let record = FutureRecord::to("${topic}")
        .key("key")
        .payload("Hello from Rust");
    match producer.send(record, Duration::from_secs(10)).await {
        Ok(place) => println!("{place:?}"),
        Err((error, _)) => eprintln!("{error}"),
    }
}`,
    },
    receive: {
      file: 'src/main.rs',
      language: 'rust',
      text: `use rdkafka::config::ClientConfig;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::Message;

#[tokio::main]
async fn main() {
    let consumer: StreamConsumer = ClientConfig::new()
        .set("bootstrap.servers", "${bootstrap}")
        .set("group.id", "${groupId}")
        .set("auto.offset.reset", "earliest")
        .create()
        .expect("settings");
    consumer.subscribe(&["${topic}"]).expect("subscription");
    loop {
        match consumer.recv().await {
            Ok(message) => {
                let text = message.payload().map(String::from_utf8_lossy);
                println!("{}: {}", message.offset(), text.unwrap_or_default());
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}`,
    },
  };
}

export function dotnetSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'dotnet',
    title: '.NET',
    install: 'dotnet add package Confluent.Kafka',
    send: {
      file: 'Program.cs',
      language: 'csharp',
      text: `using Confluent.Kafka;

var config = new ProducerConfig { BootstrapServers = "${bootstrap}" };
using var producer = new ProducerBuilder<string, string>(config).Build();

var message = new Message<string, string> { Key = "key", Value = "Hello from .NET" };
var result = await producer.ProduceAsync("${topic}", message);
Console.WriteLine($"partition {result.Partition.Value}, offset {result.Offset.Value}");`,
    },
    receive: {
      file: 'Program.cs',
      language: 'csharp',
      text: `using Confluent.Kafka;

var config = new ConsumerConfig
{
    BootstrapServers = "${bootstrap}",
    GroupId = "${groupId}",
    AutoOffsetReset = AutoOffsetReset.Earliest,
};
using var consumer = new ConsumerBuilder<string, string>(config).Build();

consumer.Subscribe("${topic}");
while (true)
{
    var result = consumer.Consume();
    Console.WriteLine($"{result.Offset.Value}: {result.Message.Value}");
}`,
    },
  };
}

export function kcatSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'kcat',
    title: 'kcat',
    install: 'apt install kcat · brew install kcat',
    send: {
      file: 'shell',
      language: 'sh',
      text: `# One message with a key
echo 'key:Hello from kcat' | kcat -P -b ${bootstrap} -t ${topic} -K:`,
    },
    receive: {
      file: 'shell',
      language: 'sh',
      text: `# From the beginning, and on as more arrives
kcat -C -b ${bootstrap} -t ${topic} -o beginning -f '%p %o: %s\\n'

# As a member of a consumer group
kcat -b ${bootstrap} -G ${groupId} ${topic}`,
    },
  };
}
