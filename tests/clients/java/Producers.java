import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the Java producer does in the tests. */
final class Producers {
    private static final int largeBytes = 16 << 20;

    static void register(Map<String, Driver.Work> works, String bootstrap) {
        works.put("produce", args -> produce(bootstrap, args));
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap, JsonNode args) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("acks", args.path("acks").asText("-1"));
        config.put("enable.idempotence", args.path("idempotent").asBoolean(false));
        config.put("compression.type", args.path("codec").asText("none"));
        config.put("max.in.flight.requests.per.connection", args.path("inFlight").asInt(5));
        config.put("linger.ms", args.path("lingerMs").asInt(5));
        config.put("batch.size", args.path("batchBytes").asInt(16384));
        // So that the broker's limit is met, not the client's.
        config.put("max.request.size", largeBytes);
        config.put("buffer.memory", 4 * largeBytes);
        config.put("max.block.ms", args.path("timeoutMs").asInt(20_000));
        config.put("delivery.timeout.ms", args.path("timeoutMs").asInt(20_000));
        config.put("request.timeout.ms", args.path("timeoutMs").asInt(20_000) - 1000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Object produce(String bootstrap, JsonNode args) throws Exception {
        List<Map<String, Object>> told = new ArrayList<>();
        try (var producer = producer(bootstrap, args)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (JsonNode record : args.get("records"))
                sent.add(producer.send(recordOf(args.get("topic").asText(), record)));
            producer.flush();
            for (Future<RecordMetadata> future : sent) told.add(outcome(future));
        }
        return told;
    }

    private static Map<String, Object> outcome(Future<RecordMetadata> future) throws Exception {
        try {
            RecordMetadata metadata = future.get();
            return Map.of(
                "partition", metadata.partition(),
                "offset", metadata.offset(),
                "timestamp", metadata.timestamp());
        } catch (ExecutionException error) {
            return Map.of("error", Driver.describe(error));
        }
    }

    private static byte[] bytes(JsonNode text) {
        return text == null || text.isNull() ? null : text.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> recordOf(String topic, JsonNode record) {
        byte[] value = bytes(record.get("value"));
        if (record.has("size")) {
            value = new byte[record.get("size").asInt()];
            Arrays.fill(value, (byte) 'x');
        }
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : record.path("headers"))
            headers.add(new RecordHeader(header.get(0).asText(), bytes(header.get(1))));
        Integer partition = record.has("partition") ? record.get("partition").asInt() : null;
        Long timestamp = record.has("timestamp") ? record.get("timestamp").asLong() : null;
        return new ProducerRecord<>(topic, partition, timestamp, bytes(record.get("key")), value, headers);
    }
}
