import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What the Java admin client does with topics, configs and records in the tests. */
final class Topics {
    static void register(Map<String, Driver.Work> works, String bootstrap) {
        Admin admin = Admin.create(Driver.adminConfig(bootstrap));
        works.put("createTopic", args -> createTopic(admin, args));
        works.put("deleteTopic", args -> admin.deleteTopics(List.of(name(args))).all().get());
        works.put("createPartitions", args -> createPartitions(admin, args));
        works.put("listTopics", args -> admin.listTopics().names().get());
        works.put("describeTopic", args -> describeTopic(admin, args));
        works.put("describeCluster", args -> describeCluster(admin));
        works.put("describeConfigs", args -> describeConfigs(admin, args));
        works.put("incrementalAlterConfigs", args -> incrementalAlterConfigs(admin, args));
        works.put("deleteRecords", args -> admin.deleteRecords(
            Map.of(partition(args), RecordsToDelete.beforeOffset(args.get("offset").asLong())))
            .lowWatermarks().get(partition(args)).get().lowWatermark());
        works.put("listOffset", args -> listOffset(admin, args));
    }

    static String name(JsonNode args) {
        return args.get("name").asText();
    }

    static TopicPartition partition(JsonNode args) {
        return new TopicPartition(args.get("topic").asText(), args.path("partition").asInt());
    }

    static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode it : list) numbers.add(it.asInt());
        return numbers;
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.fields().forEachRemaining(it -> texts.put(it.getKey(), it.getValue().asText()));
        return texts;
    }

    private static Object createTopic(Admin admin, JsonNode args) throws Exception {
        NewTopic topic;
        if (args.has("assignments")) {
            Map<Integer, List<Integer>> assignments = new HashMap<>();
            for (JsonNode it : args.get("assignments")) assignments.put(assignments.size(), numbers(it));
            topic = new NewTopic(name(args), assignments);
        } else {
            Optional<Integer> partitions = Optional.of(args.path("partitions").asInt(-1)).filter(it -> it != -1);
            Optional<Short> replicas =
                Optional.of((short) args.path("replicas").asInt(-1)).filter(it -> it != -1);
            topic = new NewTopic(name(args), partitions, replicas);
        }
        if (args.has("configs")) topic.configs(texts(args.get("configs")));
        var options = new CreateTopicsOptions().validateOnly(args.path("validateOnly").asBoolean());
        return admin.createTopics(List.of(topic), options).all().get();
    }

    private static Object createPartitions(Admin admin, JsonNode args) throws Exception {
        int count = args.get("count").asInt();
        List<List<Integer>> assignments = new ArrayList<>();
        for (JsonNode it : args.path("assignments")) assignments.add(numbers(it));
        NewPartitions wanted = args.has("assignments")
            ? NewPartitions.increaseTo(count, assignments)
            : NewPartitions.increaseTo(count);
        var options = new CreatePartitionsOptions().validateOnly(args.path("validateOnly").asBoolean());
        return admin.createPartitions(Map.of(name(args), wanted), options).all().get();
    }

    private static Object describeTopic(Admin admin, JsonNode args) throws Exception {
        var topic = admin.describeTopics(List.of(name(args))).allTopicNames().get().get(name(args));
        return topic.partitions().stream().map(it -> Map.of(
            "partition", it.partition(),
            "leader", it.leader() == null ? -1 : it.leader().id(),
            "replicas", it.replicas().stream().map(Node::id).toList(),
            "isr", it.isr().stream().map(Node::id).toList())).toList();
    }

    private static Object describeCluster(Admin admin) throws Exception {
        var cluster = admin.describeCluster();
        return Map.of(
            "clusterId", cluster.clusterId().get(),
            "controller", cluster.controller().get().id(),
            "brokers", cluster.nodes().get().stream().map(it -> {
                Map<String, Object> broker = new LinkedHashMap<>();
                broker.put("id", it.id());
                broker.put("address", it.host() + ":" + it.port());
                broker.put("rack", it.rack());
                return broker;
            }).toList());
    }

    private static ConfigResource resource(JsonNode args) {
        var type = ConfigResource.Type.valueOf(args.get("type").asText().toUpperCase());
        return new ConfigResource(type, name(args));
    }

    private static Object describeConfigs(Admin admin, JsonNode args) throws Exception {
        ConfigResource resource = resource(args);
        Map<String, Object> told = new LinkedHashMap<>();
        for (ConfigEntry it : admin.describeConfigs(List.of(resource)).all().get().get(resource).entries()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("value", it.value());
            entry.put("isDefault", it.isDefault());
            told.put(it.name(), entry);
        }
        return told;
    }

    private static Object incrementalAlterConfigs(Admin admin, JsonNode args) throws Exception {
        List<AlterConfigOp> operations = new ArrayList<>();
        for (JsonNode it : args.get("operations")) {
            var type = AlterConfigOp.OpType.valueOf(it.get("op").asText().toUpperCase());
            String value = it.has("value") ? it.get("value").asText() : null;
            operations.add(new AlterConfigOp(new ConfigEntry(it.get("key").asText(), value), type));
        }
        var options = new AlterConfigsOptions().validateOnly(args.path("validateOnly").asBoolean());
        return admin.incrementalAlterConfigs(Map.of(resource(args), operations), options).all().get();
    }

    private static Object listOffset(Admin admin, JsonNode args) throws Exception {
        JsonNode spec = args.get("spec");
        OffsetSpec asked = spec.isNumber() ? OffsetSpec.forTimestamp(spec.asLong()) : switch (spec.asText()) {
            case "earliest" -> OffsetSpec.earliest();
            case "latest" -> OffsetSpec.latest();
            case "max-timestamp" -> OffsetSpec.maxTimestamp();
            case "earliest-local" -> OffsetSpec.earliestLocal();
            default -> OffsetSpec.latestTiered();
        };
        var found = admin.listOffsets(Map.of(partition(args), asked)).partitionResult(partition(args)).get();
        return Map.of("offset", found.offset(), "timestamp", found.timestamp());
    }
}
