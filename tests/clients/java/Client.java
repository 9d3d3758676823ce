import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The work of one client, for Kafka's own Java client. See client.ts for the words. */
public final class Client {
    public static void main(String[] args) throws Exception {
        List<String> words = Arrays.asList(args).subList(2, args.length);
        switch (args[0]) {
            case "produce" -> produce(args[1], words);
            case "consume" -> consume(args[1], words);
            default -> member(args[1], words.get(0), words.get(1));
        }
    }

    private static void produce(String bootstrap, List<String> words) throws Exception {
        List<String[]> records = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(words.get(0)))) records.add(line.split("\t", 2));
        for (String job : words.subList(1, words.size())) {
            String[] parts = job.split(":");
            AtomicReference<Exception> failure = new AtomicReference<>();
            Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap,
                "compression.type", parts[1],
                "linger.ms", 20,
                "batch.size", 65536);
            try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                for (String[] record : records)
                    producer.send(new ProducerRecord<>(parts[0], record[0], record[1]), (metadata, error) -> {
                        if (error != null) failure.set(error);
                    });
            }
            if (failure.get() != null) throw failure.get();
        }
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private static void consume(String bootstrap, List<String> words) throws Exception {
        int count = Integer.parseInt(words.get(1));
        try (var consumer = consumer(Map.of("bootstrap.servers", bootstrap, "fetch.max.wait.ms", 50))) {
            for (String topic : words.subList(2, words.size())) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .collect(Collectors.toList());
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Path path = Path.of(words.get(0), topic);
                try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
                    for (int seen = 0; seen < count; ) {
                        var records = consumer.poll(Duration.ofSeconds(10));
                        if (records.isEmpty()) throw new Exception(topic + ": " + seen + " of " + count);
                        for (var record : records) out.write(record.key() + "\t" + record.value() + "\n");
                        seen += records.count();
                    }
                }
            }
        }
    }

    private static void member(String bootstrap, String group, String topic) throws Exception {
        Map<String, Object> config = Map.of(
            "bootstrap.servers", bootstrap,
            "group.id", group,
            "auto.offset.reset", "earliest",
            "session.timeout.ms", 6000,
            "heartbeat.interval.ms", 500);
        var consumer = consumer(config);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }));
        // With the eager and the cooperative protocol alike, all that is owned is told.
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override public void onPartitionsRevoked(Collection<TopicPartition> partitions) { }

            @Override public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                String own = consumer.assignment().stream()
                    .map(TopicPartition::partition).sorted().map(String::valueOf)
                    .collect(Collectors.joining(" "));
                System.out.println(("assigned " + own).trim());
            }
        });
        try (consumer) {
            while (true) consumer.poll(Duration.ofMillis(200));
        } catch (WakeupException ended) {
            // SIGTERM: closing leaves the group.
        }
    }
}
