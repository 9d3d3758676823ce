package main

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
)

type clusterArgs struct {
	Group        string             `json:"group"`
	Topic        string             `json:"topic"`
	Partition    int32              `json:"partition"`
	Offset       int64              `json:"offset"`
	Broker       int32              `json:"broker"`
	Dir          string             `json:"dir"`
	Replicas     []int32            `json:"replicas"`
	Type         string             `json:"type"`
	Name         string             `json:"name"`
	Level        int16              `json:"level"`
	ValidateOnly bool               `json:"validateOnly"`
	Configs      map[string]*string `json:"configs"`
}

func (args clusterArgs) set() kadm.TopicsSet {
	set := kadm.TopicsSet{}
	set.Add(args.Topic, args.Partition)
	return set
}

func registerCluster(works map[string]work, admin *kadm.Client) {
	registerGroups(works, admin)
	registerReplicas(works, admin)
	ctx := context.Background()
	works["alterConfigs"] = typed(func(args clusterArgs) (any, error) {
		changes := []kadm.AlterConfig{}
		for name, value := range args.Configs {
			changes = append(changes, kadm.AlterConfig{Name: name, Value: value})
		}
		told, err := admin.AlterTopicConfigsState(ctx, changes, args.Name)
		if err != nil {
			return nil, err
		}
		return nil, told[0].Err
	})
	works["describeFeatures"] = typed(func(_ struct{}) (any, error) { return describeFeatures(admin) })
	works["updateFeature"] = typed(func(args clusterArgs) (any, error) {
		kinds := map[string]int8{"upgrade": 1, "safe_downgrade": 2, "unsafe_downgrade": 3}
		update := kadm.FeatureUpdate{
			Feature: args.Name, MaxVersionLevel: args.Level, UpgradeType: kinds[args.Type]}
		told, err := admin.UpdateFeatures(ctx, args.ValidateOnly, update)
		if err != nil {
			return nil, err
		}
		return nil, told[args.Name].Err
	})
	works["listConfigResources"] = typed(func(args clusterArgs) (any, error) {
		kinds := map[string]kadm.ConfigResourceType{"topic": 2, "broker": 4, "client_metrics": 16, "group": 32}
		told, err := admin.ListConfigResources(ctx, kinds[args.Type])
		if err != nil {
			return nil, err
		}
		names := []string{}
		for _, it := range told.Resources {
			names = append(names, it.Name)
		}
		return names, told.Err
	})
}

func describeFeatures(admin *kadm.Client) (any, error) {
	told, err := admin.ApiVersions(context.Background())
	if err != nil {
		return nil, err
	}
	finalized, supported := map[string]int16{}, map[string]int16{}
	for _, it := range told.Sorted() {
		raw := it.Raw()
		for _, feature := range raw.FinalizedFeatures {
			finalized[feature.Name] = feature.MaxVersionLevel
		}
		for _, feature := range raw.SupportedFeatures {
			supported[feature.Name] = feature.MaxVersion
		}
	}
	return map[string]any{"finalized": finalized, "supported": supported}, nil
}

func registerGroups(works map[string]work, admin *kadm.Client) {
	ctx := context.Background()
	works["listGroups"] = typed(func(_ struct{}) (any, error) {
		told, err := admin.ListGroups(ctx)
		return told.Groups(), err
	})
	works["describeGroup"] = typed(func(args clusterArgs) (any, error) {
		told, err := admin.DescribeGroups(ctx, args.Group)
		if err != nil {
			return nil, err
		}
		group := told[args.Group]
		return map[string]any{"state": group.State, "members": len(group.Members)}, group.Err
	})
	works["deleteGroup"] = typed(func(args clusterArgs) (any, error) {
		_, err := admin.DeleteGroup(ctx, args.Group)
		return nil, err
	})
	works["groupOffsets"] = typed(func(args clusterArgs) (any, error) {
		told, err := admin.FetchOffsets(ctx, args.Group)
		if err != nil {
			return nil, err
		}
		offsets := map[string]int64{}
		told.Each(func(it kadm.OffsetResponse) {
			offsets[fmt.Sprintf("%s-%d", it.Topic, it.Partition)] = it.At
		})
		return offsets, told.Error()
	})
	works["alterGroupOffsets"] = typed(func(args clusterArgs) (any, error) {
		offsets := kadm.Offsets{}
		offsets.AddOffset(args.Topic, args.Partition, args.Offset, -1)
		told, err := admin.CommitOffsets(ctx, args.Group, offsets)
		if err != nil {
			return nil, err
		}
		return nil, told.Error()
	})
	works["deleteGroupOffsets"] = typed(func(args clusterArgs) (any, error) {
		told, err := admin.DeleteOffsets(ctx, args.Group, args.set())
		if err != nil {
			return nil, err
		}
		return nil, told.Error()
	})
}

func registerReplicas(works map[string]work, admin *kadm.Client) {
	ctx := context.Background()
	works["electLeaders"] = typed(func(args clusterArgs) (any, error) {
		how := kadm.ElectPreferredReplica
		if args.Type == "unclean" {
			how = kadm.ElectLiveReplica
		}
		told, err := admin.ElectLeaders(ctx, how, args.set())
		if err != nil {
			return nil, err
		}
		return nil, told[args.Topic][args.Partition].Err
	})
	works["describeLogDirs"] = typed(func(args clusterArgs) (any, error) {
		told, err := admin.DescribeBrokerLogDirs(ctx, args.Broker, nil)
		if err != nil {
			return nil, err
		}
		dirs := []map[string]any{}
		for _, dir := range told.Sorted() {
			replicas := []map[string]any{}
			for _, it := range dir.Topics.Sorted() {
				replicas = append(replicas, map[string]any{
					"partition": fmt.Sprintf("%s-%d", it.Topic, it.Partition),
					"size":      it.Size, "isFuture": it.IsFuture})
			}
			dirs = append(dirs, map[string]any{"dir": dir.Dir, "replicas": replicas})
		}
		return dirs, told.Error()
	})
	works["alterReplicaLogDirs"] = typed(func(args clusterArgs) (any, error) {
		change := kadm.AlterReplicaLogDirsReq{}
		change.Add(args.Dir, args.set())
		told, err := admin.AlterBrokerReplicaLogDirs(ctx, args.Broker, change)
		if err != nil {
			return nil, err
		}
		return nil, told[args.Topic][args.Partition].Err
	})
	works["reassign"] = typed(func(args clusterArgs) (any, error) {
		change := kadm.AlterPartitionAssignmentsReq{}
		if args.Replicas == nil {
			change.CancelAssign(args.Topic, args.Partition)
		} else {
			change.Assign(args.Topic, args.Partition, args.Replicas)
		}
		told, err := admin.AlterPartitionAssignments(ctx, change)
		if err != nil {
			return nil, err
		}
		return nil, told[args.Topic][args.Partition].Err
	})
	works["listReassignments"] = typed(func(_ struct{}) (any, error) {
		told, err := admin.ListPartitionReassignments(ctx, nil)
		if err != nil {
			return nil, err
		}
		names := []string{}
		for _, it := range told.Sorted() {
			names = append(names, fmt.Sprintf("%s-%d", it.Topic, it.Partition))
		}
		return names, nil
	})
	works["describeProducers"] = typed(func(args clusterArgs) (any, error) {
		told, err := admin.DescribeProducers(ctx, args.set())
		if err != nil {
			return nil, err
		}
		partition := told[args.Topic].Partitions[args.Partition]
		producers := []map[string]any{}
		for _, it := range partition.ActiveProducers.Sorted() {
			producers = append(producers, map[string]any{
				"producerId": it.ProducerID, "epoch": it.ProducerEpoch, "lastSequence": it.LastSequence})
		}
		return producers, partition.Err
	})
}
