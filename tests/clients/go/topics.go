package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strconv"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kmsg"
)

type topicArgs struct {
	Name         string             `json:"name"`
	Partitions   *int32             `json:"partitions"`
	Replicas     *int16             `json:"replicas"`
	Count        int                `json:"count"`
	Configs      map[string]*string `json:"configs"`
	ValidateOnly bool               `json:"validateOnly"`
	Topic        string             `json:"topic"`
	Partition    int32              `json:"partition"`
	Offset       int64              `json:"offset"`
	Spec         json.RawMessage    `json:"spec"`
	Type         string             `json:"type"`
	Operations   []struct {
		Op    string  `json:"op"`
		Key   string  `json:"key"`
		Value *string `json:"value"`
	} `json:"operations"`
}

func registerTopics(works map[string]work, admin *kadm.Client) {
	ctx := context.Background()
	works["createTopic"] = typed(func(args topicArgs) (any, error) { return createTopic(admin, args) })
	works["deleteTopic"] = typed(func(args topicArgs) (any, error) {
		_, err := admin.DeleteTopic(ctx, args.Name)
		return nil, err
	})
	works["createPartitions"] = typed(func(args topicArgs) (any, error) {
		update := admin.UpdatePartitions
		if args.ValidateOnly {
			update = admin.ValidateUpdatePartitions
		}
		told, err := update(ctx, args.Count, args.Name)
		if err != nil {
			return nil, err
		}
		return nil, told.Error()
	})
	works["listTopics"] = typed(func(_ struct{}) (any, error) {
		told, err := admin.ListTopics(ctx)
		return told.Names(), err
	})
	works["describeTopic"] = typed(func(args topicArgs) (any, error) { return describeTopic(admin, args) })
	works["describeCluster"] = typed(func(_ struct{}) (any, error) { return describeCluster(admin) })
	works["describeConfigs"] = typed(func(args topicArgs) (any, error) { return describeConfigs(admin, args) })
	works["incrementalAlterConfigs"] = typed(func(args topicArgs) (any, error) {
		return nil, incrementalAlterConfigs(admin, args)
	})
	works["deleteRecords"] = typed(func(args topicArgs) (any, error) {
		offsets := kadm.Offsets{}
		offsets.AddOffset(args.Topic, args.Partition, args.Offset, -1)
		told, err := admin.DeleteRecords(ctx, offsets)
		if err != nil {
			return nil, err
		}
		found, _ := told.Lookup(args.Topic, args.Partition)
		return found.LowWatermark, found.Err
	})
	works["listOffset"] = typed(func(args topicArgs) (any, error) {
		told, err := list(admin, args.Spec, "", args.Topic)
		if err != nil {
			return nil, err
		}
		found, _ := told.Lookup(args.Topic, args.Partition)
		return map[string]int64{"offset": found.Offset, "timestamp": found.Timestamp}, found.Err
	})
}

func createTopic(admin *kadm.Client, args topicArgs) (any, error) {
	partitions, replicas := int32(-1), int16(-1)
	if args.Partitions != nil {
		partitions = *args.Partitions
	}
	if args.Replicas != nil {
		replicas = *args.Replicas
	}
	create := admin.CreateTopics
	if args.ValidateOnly {
		create = admin.ValidateCreateTopics
	}
	told, err := create(context.Background(), partitions, replicas, args.Configs, args.Name)
	if err != nil {
		return nil, err
	}
	return nil, told.Error()
}

func describeTopic(admin *kadm.Client, args topicArgs) (any, error) {
	told, err := admin.ListTopics(context.Background(), args.Name)
	if err != nil {
		return nil, err
	}
	if err := told[args.Name].Err; err != nil {
		return nil, err
	}
	described := []map[string]any{}
	for _, it := range told[args.Name].Partitions.Sorted() {
		described = append(described, map[string]any{
			"partition": it.Partition, "leader": it.Leader, "replicas": it.Replicas, "isr": it.ISR})
	}
	return described, nil
}

func describeCluster(admin *kadm.Client) (any, error) {
	told, err := admin.BrokerMetadata(context.Background())
	if err != nil {
		return nil, err
	}
	brokers := []map[string]any{}
	for _, it := range told.Brokers {
		address := net.JoinHostPort(it.Host, strconv.Itoa(int(it.Port)))
		brokers = append(brokers, map[string]any{"id": it.NodeID, "address": address, "rack": it.Rack})
	}
	return map[string]any{
		"clusterId": told.Cluster, "controller": told.Controller, "brokers": brokers}, nil
}

func brokerID(name string) int32 {
	id, _ := strconv.Atoi(name)
	return int32(id)
}

func describeConfigs(admin *kadm.Client, args topicArgs) (any, error) {
	ctx := context.Background()
	var told kadm.ResourceConfigs
	var err error
	if args.Type == "topic" {
		told, err = admin.DescribeTopicConfigs(ctx, args.Name)
	} else {
		told, err = admin.DescribeBrokerConfigs(ctx, brokerID(args.Name))
	}
	if err != nil {
		return nil, err
	}
	configs := map[string]any{}
	for _, it := range told[0].Configs {
		configs[it.Key] = map[string]any{
			"value": it.Value, "isDefault": it.Source == kmsg.ConfigSourceDefaultConfig}
	}
	return configs, told[0].Err
}

var operations = map[string]kadm.IncrementalOp{
	"set": kadm.SetConfig, "delete": kadm.DeleteConfig,
	"append": kadm.AppendConfig, "subtract": kadm.SubtractConfig,
}

func incrementalAlterConfigs(admin *kadm.Client, args topicArgs) error {
	ctx := context.Background()
	changes := []kadm.AlterConfig{}
	for _, it := range args.Operations {
		changes = append(changes, kadm.AlterConfig{Op: operations[it.Op], Name: it.Key, Value: it.Value})
	}
	var told kadm.AlterConfigsResponses
	var err error
	switch {
	case args.Type != "topic":
		told, err = admin.AlterBrokerConfigs(ctx, changes, brokerID(args.Name))
	case args.ValidateOnly:
		told, err = admin.ValidateAlterTopicConfigs(ctx, changes, args.Name)
	default:
		told, err = admin.AlterTopicConfigs(ctx, changes, args.Name)
	}
	if err != nil {
		return err
	}
	if told[0].Err != nil {
		return fmt.Errorf("%s: %w", told[0].ErrMessage, told[0].Err)
	}
	return nil
}
