import { groupId, type Snippet, type SnippetTarget } from './snippet.ts';

/** The version of the clients that the snippets were run with. */
const kafkaClients = '4.3.0';

export function javaSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'java',
    title: 'Java',
    install: `implementation("org.apache.kafka:kafka-clients:${kafkaClients}")`,
    send: {
      file: 'Send.java',
      language: 'java',
      text: `import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class Send {
  public static void main(String[] args) throws Exception {
    var settings = new Properties();
    settings.put("bootstrap.servers", "${bootstrap}");
    settings.put("key.serializer", StringSerializer.class.getName());
    settings.put("value.serializer", StringSerializer.class.getName());

    try (var producer = new KafkaProducer<String, String>(settings)) {
      var record = new ProducerRecord<>("${topic}", "key", "Hello from Java");
      var place = producer.send(record).get();
      System.out.println("partition " + place.partition() + ", offset " + place.offset());
    }
  }
}`,
    },
    receive: {
      file: 'Receive.java',
      language: 'java',
      text: `import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class Receive {
  public static void main(String[] args) {
    var settings = new Properties();
    settings.put("bootstrap.servers", "${bootstrap}");
    settings.put("group.id", "${groupId}");
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", StringDeserializer.class.getName());

    try (var consumer = new KafkaConsumer<String, String>(settings)) {
      consumer.subscribe(List.of("${topic}"));
      while (true) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          System.out.println(record.offset() + ": " + record.value());
        }
      }
    }
  }
}`,
    },
  };
}

export function springSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  const settings = `// application.properties:
//   spring.kafka.bootstrap-servers=${bootstrap}
//   spring.kafka.consumer.auto-offset-reset=earliest`;
  return {
    name: 'spring',
    title: 'Spring',
    install: 'implementation("org.springframework.kafka:spring-kafka")',
    send: {
      file: 'Sender.java',
      language: 'java',
      text: `${settings}

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

@Component
public class Sender {
  private final KafkaTemplate<String, String> kafka;

  public Sender(KafkaTemplate<String, String> kafka) {
    this.kafka = kafka;
  }

  public void send(String message) {
    kafka.send("${topic}", "key", message);
  }
}`,
    },
    receive: {
      file: 'Receiver.java',
      language: 'java',
      text: `${settings}

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
public class Receiver {
  @KafkaListener(topics = "${topic}", groupId = "${groupId}")
  public void receive(String message) {
    System.out.println(message);
  }
}`,
    },
  };
}

export function kotlinSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  return {
    name: 'kotlin',
    title: 'Kotlin',
    install: `implementation("org.apache.kafka:kafka-clients:${kafkaClients}")`,
    send: {
      file: 'Send.kt',
      language: 'kotlin',
      text: `import org.apache.kafka.clients.producer.KafkaProducer
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.serialization.StringSerializer

fun main() {
    val settings = mapOf<String, Any>("bootstrap.servers" to "${bootstrap}")
    KafkaProducer(settings, StringSerializer(), StringSerializer()).use { producer ->
        val record = ProducerRecord("${topic}", "key", "Hello from Kotlin")
        val place = producer.send(record).get()
        println("partition \${place.partition()}, offset \${place.offset()}")
    }
}`,
    },
    receive: {
      file: 'Receive.kt',
      language: 'kotlin',
      text: `import java.time.Duration
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.common.serialization.StringDeserializer

fun main() {
    val settings = mapOf<String, Any>(
        "bootstrap.servers" to "${bootstrap}",
        "group.id" to "${groupId}",
        "auto.offset.reset" to "earliest",
    )
    KafkaConsumer(settings, StringDeserializer(), StringDeserializer()).use { consumer ->
        consumer.subscribe(listOf("${topic}"))
        while (true) {
            for (record in consumer.poll(Duration.ofSeconds(1))) {
                println("\${record.offset()}: \${record.value()}")
            }
        }
    }
}`,
    },
  };
}
