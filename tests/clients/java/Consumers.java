import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the Java consumer does in the tests. Each reader polls in a thread of its own. */
final class Consumers {
    private static final int longBytes = 200;
    private final String bootstrap;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();

    Consumers(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    void register(Map<String, Driver.Work> works) {
        works.put("open", args -> {
            readers.put(args.get("reader").asText(), new Reader(args));
            return null;
        });
        works.put("take", args -> reader(args).take(args));
        works.put("seek", args -> reader(args).call(consumer -> {
            TopicPartition partition = new TopicPartition(reader(args).topic, args.get("partition").asInt());
            consumer.seek(partition, args.get("offset").asLong());
            reader(args).queue.clear();
            return null;
        }));
        works.put("assigned", args -> reader(args).call(consumer ->
            consumer.assignment().stream().map(TopicPartition::partition).sorted().toList()));
        works.put("commit", args -> reader(args).call(consumer -> {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (JsonNode it : args.get("offsets"))
                offsets.put(
                    new TopicPartition(reader(args).topic, it.get("partition").asInt()),
                    new OffsetAndMetadata(it.get("offset").asLong()));
            consumer.commitSync(offsets);
            return null;
        }));
        // Which broker each partition is read from when that is not its leader.
        works.put("preferredReplicas", args -> reader(args).call(consumer -> {
            Map<String, Object> replicas = new HashMap<>();
            consumer.metrics().forEach((name, metric) -> {
                if (name.name().equals("preferred-read-replica"))
                    replicas.put(name.tags().get("partition"), metric.metricValue());
            });
            return replicas;
        }));
        works.put("close", args -> {
            readers.remove(args.get("reader").asText()).close();
            return null;
        });
        works.put("offsets", this::offsets);
    }

    void closeAll() throws Exception {
        for (Reader reader : readers.values()) reader.close();
    }

    private Reader reader(JsonNode args) {
        return readers.get(args.get("reader").asText());
    }

    private static Map<String, Object> config(String bootstrap, JsonNode args) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("enable.auto.commit", false);
        config.put("fetch.max.wait.ms", 100);
        config.put("session.timeout.ms", 6000);
        config.put("heartbeat.interval.ms", 300);
        config.put("auto.offset.reset", args.path("reset").asText("earliest"));
        config.put("isolation.level", args.path("isolation").asText("read_uncommitted"));
        if (args.has("group")) config.put("group.id", args.get("group").asText());
        if (args.has("maxPartitionBytes"))
            config.put("max.partition.fetch.bytes", args.get("maxPartitionBytes").asInt());
        if (args.has("maxBytes")) config.put("fetch.max.bytes", args.get("maxBytes").asInt());
        if (args.has("rack")) config.put("client.rack", args.get("rack").asText());
        return config;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(JsonNode args) {
        return IntStream.range(0, args.get("partitions").asInt())
            .mapToObj(index -> new TopicPartition(args.get("topic").asText(), index)).toList();
    }

    private Object offsets(JsonNode args) {
        List<TopicPartition> partitions = partitions(args);
        try (var consumer = consumer(config(bootstrap, args))) {
            JsonNode spec = args.get("spec");
            if (spec.isNumber()) {
                Map<TopicPartition, Long> times = new HashMap<>();
                for (TopicPartition it : partitions) times.put(it, spec.asLong());
                var found = consumer.offsetsForTimes(times);
                return partitions.stream().map(found::get).map(it -> it == null ? -1 : it.offset()).toList();
            }
            Map<TopicPartition, Long> found = spec.asText().equals("earliest")
                ? consumer.beginningOffsets(partitions)
                : consumer.endOffsets(partitions);
            return partitions.stream().map(found::get).toList();
        }
    }

    private static Map<String, Object> told(ConsumerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("partition", record.partition());
        told.put("offset", record.offset());
        told.put("timestamp", record.timestamp());
        told.put("key", text(record.key()));
        byte[] value = record.value();
        if (value != null && value.length > longBytes) {
            told.put("size", value.length);
            told.put("sha256", HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
        } else told.put("value", text(value));
        List<List<Object>> headers = new ArrayList<>();
        record.headers().forEach(it -> {
            List<Object> pair = new ArrayList<>();
            pair.add(it.key());
            pair.add(text(it.value()));
            headers.add(pair);
        });
        told.put("headers", headers);
        return told;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private interface Call {
        Object with(KafkaConsumer<byte[], byte[]> consumer) throws Exception;
    }

    private final class Reader {
        final String topic;
        final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread thread;
        private volatile boolean isOpen = true;

        Reader(JsonNode args) {
            topic = args.get("topic").asText();
            consumer = consumer(config(bootstrap, args));
            if (args.has("group")) consumer.subscribe(List.of(topic));
            else place(args);
            thread = new Thread(this::poll);
            thread.start();
        }

        private void place(JsonNode args) {
            List<TopicPartition> partitions = partitions(args);
            consumer.assign(partitions);
            JsonNode from = args.get("from");
            if (from.isNumber()) for (TopicPartition it : partitions) consumer.seek(it, from.asLong());
            else if (from.asText().equals("earliest")) consumer.seekToBeginning(partitions);
            else consumer.seekToEnd(partitions);
        }

        private void poll() {
            while (isOpen) {
                for (Runnable call = calls.poll(); call != null; call = calls.poll()) call.run();
                try {
                    for (var record : consumer.poll(Duration.ofMillis(100))) queue.add(told(record));
                } catch (Exception error) {
                    queue.add(error);
                }
            }
            consumer.close();
        }

        Object call(Call call) throws Exception {
            CompletableFuture<Object> done = new CompletableFuture<>();
            calls.add(() -> {
                try {
                    done.complete(call.with(consumer));
                } catch (Exception error) {
                    done.completeExceptionally(error);
                }
            });
            return done.get();
        }

        /** At least `count` records unless the time is over first. */
        Object take(JsonNode args) throws Exception {
            List<Object> taken = new ArrayList<>();
            long end = System.currentTimeMillis() + args.path("timeoutMs").asLong(20_000);
            while (taken.size() < args.get("count").asInt()) {
                Object next = queue.poll(Math.max(0, end - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
                if (next instanceof Exception error) throw error;
                if (next == null) break;
                taken.add(next);
            }
            return taken;
        }

        void close() throws Exception {
            isOpen = false;
            thread.join();
        }
    }
}
