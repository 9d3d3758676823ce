import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;

/** What the Java admin client does with groups, replicas and the cluster in the tests. */
final class Admins {
    static void register(Map<String, Driver.Work> works, String bootstrap) {
        Admin admin = Admin.create(Driver.adminConfig(bootstrap));
        groups(works, admin);
        replicas(works, admin);
        cluster(works, admin);
    }

    private static String group(JsonNode args) {
        return args.get("group").asText();
    }

    private static void groups(Map<String, Driver.Work> works, Admin admin) {
        works.put("listGroups", args ->
            admin.listGroups().all().get().stream().map(it -> it.groupId()).toList());
        works.put("describeGroup", args -> {
            var told = admin.describeConsumerGroups(List.of(group(args))).all().get().get(group(args));
            return Map.of("state", told.groupState().toString(), "members", told.members().size());
        });
        works.put("deleteGroup", args -> admin.deleteConsumerGroups(List.of(group(args))).all().get());
        works.put("groupOffsets", args -> {
            var told = admin.listConsumerGroupOffsets(group(args)).partitionsToOffsetAndMetadata().get();
            Map<String, Object> offsets = new LinkedHashMap<>();
            told.forEach((partition, it) -> {
                if (it != null) offsets.put(partition.toString(), it.offset());
            });
            return offsets;
        });
        works.put("alterGroupOffsets", args -> admin.alterConsumerGroupOffsets(group(args),
            Map.of(Topics.partition(args), new OffsetAndMetadata(args.get("offset").asLong()))).all().get());
        works.put("deleteGroupOffsets", args -> admin.deleteConsumerGroupOffsets(
            group(args), Set.of(Topics.partition(args))).all().get());
    }

    private static void replicas(Map<String, Driver.Work> works, Admin admin) {
        works.put("electLeaders", args -> {
            var type = ElectionType.valueOf(args.get("type").asText().toUpperCase());
            TopicPartition partition = Topics.partition(args);
            var failure = admin.electLeaders(type, Set.of(partition)).partitions().get().get(partition);
            if (failure.isPresent()) throw (Exception) failure.get();
            return null;
        });
        works.put("describeLogDirs", args -> describeLogDirs(admin, args.get("broker").asInt()));
        works.put("alterReplicaLogDirs", args -> {
            TopicPartition it = Topics.partition(args);
            var replica = new TopicPartitionReplica(it.topic(), it.partition(), args.get("broker").asInt());
            return admin.alterReplicaLogDirs(Map.of(replica, args.get("dir").asText())).all().get();
        });
        works.put("reassign", args -> {
            Optional<NewPartitionReassignment> target = args.get("replicas").isNull()
                ? Optional.empty()
                : Optional.of(new NewPartitionReassignment(Topics.numbers(args.get("replicas"))));
            return admin.alterPartitionReassignments(Map.of(Topics.partition(args), target)).all().get();
        });
        works.put("listReassignments", args -> admin.listPartitionReassignments().reassignments().get()
            .keySet().stream().map(TopicPartition::toString).toList());
        works.put("describeProducers", args -> {
            TopicPartition partition = Topics.partition(args);
            return admin.describeProducers(List.of(partition)).partitionResult(partition).get()
                .activeProducers().stream().map(it -> Map.of(
                    "producerId", it.producerId(),
                    "epoch", it.producerEpoch(),
                    "lastSequence", it.lastSequence())).toList();
        });
    }

    private static Object describeLogDirs(Admin admin, int broker) throws Exception {
        var folders = admin.describeLogDirs(List.of(broker)).allDescriptions().get().get(broker);
        List<Map<String, Object>> told = new ArrayList<>();
        folders.forEach((dir, it) -> {
            List<Map<String, Object>> replicas = new ArrayList<>();
            it.replicaInfos().forEach((partition, replica) -> replicas.add(Map.of(
                "partition", partition.toString(),
                "size", replica.size(),
                "isFuture", replica.isFuture())));
            told.add(Map.of("dir", dir, "replicas", replicas));
        });
        return told;
    }

    private static void cluster(Map<String, Driver.Work> works, Admin admin) {
        works.put("describeFeatures", args -> {
            var features = admin.describeFeatures().featureMetadata().get();
            Map<String, Object> finalized = new HashMap<>();
            features.finalizedFeatures().forEach((name, it) -> finalized.put(name, it.maxVersionLevel()));
            Map<String, Object> supported = new HashMap<>();
            features.supportedFeatures().forEach((name, it) -> supported.put(name, it.maxVersion()));
            return Map.of("finalized", finalized, "supported", supported);
        });
        works.put("updateFeature", args -> {
            var type = FeatureUpdate.UpgradeType.valueOf(args.get("type").asText().toUpperCase());
            var update = new FeatureUpdate((short) args.get("level").asInt(), type);
            var options = new UpdateFeaturesOptions().validateOnly(args.path("validateOnly").asBoolean());
            return admin.updateFeatures(Map.of(Topics.name(args), update), options).all().get();
        });
        works.put("listConfigResources", args -> {
            var type = ConfigResource.Type.valueOf(args.get("type").asText().toUpperCase());
            return admin.listConfigResources(Set.of(type), new ListConfigResourcesOptions())
                .all().get().stream().map(ConfigResource::name).collect(Collectors.toList());
        });
        works.put("unregisterBroker", args -> admin.unregisterBroker(args.get("broker").asInt()).all().get());
    }
}
