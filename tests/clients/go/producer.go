package main

import (
	"bytes"
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const largeBytes = 16 << 20

type recordIn struct {
	Partition *int32       `json:"partition"`
	Key       *string      `json:"key"`
	Value     *string      `json:"value"`
	Size      *int         `json:"size"`
	Headers   [][2]*string `json:"headers"`
	Timestamp *int64       `json:"timestamp"`
}

type produceArgs struct {
	Topic      string     `json:"topic"`
	Records    []recordIn `json:"records"`
	Acks       *int       `json:"acks"`
	Idempotent bool       `json:"idempotent"`
	Codec      string     `json:"codec"`
	InFlight   int        `json:"inFlight"`
	BatchBytes int32      `json:"batchBytes"`
}

type sent struct {
	Partition int32    `json:"partition"`
	Offset    int64    `json:"offset"`
	Error     *failure `json:"error,omitempty"`
}

func codecOf(name string) kgo.CompressionCodec {
	switch name {
	case "gzip":
		return kgo.GzipCompression()
	case "snappy":
		return kgo.SnappyCompression()
	case "lz4":
		return kgo.Lz4Compression()
	case "zstd":
		return kgo.ZstdCompression()
	}
	return kgo.NoCompression()
}

// preferred takes the partition a record names, and franz-go's own choice otherwise.
type preferred struct {
	own, manual kgo.Partitioner
}

type preferredTopic struct {
	own, manual kgo.TopicPartitioner
}

func (p preferred) ForTopic(topic string) kgo.TopicPartitioner {
	return preferredTopic{p.own.ForTopic(topic), p.manual.ForTopic(topic)}
}

func (p preferredTopic) of(r *kgo.Record) kgo.TopicPartitioner {
	if r.Partition >= 0 {
		return p.manual
	}
	return p.own
}

func (p preferredTopic) RequiresConsistency(r *kgo.Record) bool {
	return p.of(r).RequiresConsistency(r)
}

func (p preferredTopic) Partition(r *kgo.Record, n int) int { return p.of(r).Partition(r, n) }

func producerOptions(seeds []string, args produceArgs) []kgo.Opt {
	batch := int32(largeBytes)
	if args.BatchBytes > 0 {
		batch = args.BatchBytes
	}
	acks := kgo.AllISRAcks()
	if args.Acks != nil && *args.Acks == 0 {
		acks = kgo.NoAck()
	} else if args.Acks != nil && *args.Acks == 1 {
		acks = kgo.LeaderAck()
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(seeds...),
		kgo.RequiredAcks(acks),
		kgo.ProducerBatchCompression(codecOf(args.Codec)),
		kgo.ProducerLinger(5 * time.Millisecond),
		kgo.ProducerBatchMaxBytes(batch),
		kgo.MetadataMinAge(100 * time.Millisecond),
		kgo.UnknownTopicRetries(2),
		kgo.RecordPartitioner(preferred{kgo.StickyKeyPartitioner(nil), kgo.ManualPartitioner()}),
	}
	if !args.Idempotent {
		options = append(options, kgo.DisableIdempotentWrite())
		if args.InFlight > 0 {
			options = append(options, kgo.MaxProduceRequestsInflightPerBroker(args.InFlight))
		}
	}
	return options
}

func toRecord(topic string, in recordIn) *kgo.Record {
	record := &kgo.Record{Topic: topic, Partition: -1}
	if in.Partition != nil {
		record.Partition = *in.Partition
	}
	if in.Key != nil {
		record.Key = []byte(*in.Key)
	}
	if in.Value != nil {
		record.Value = []byte(*in.Value)
	}
	if in.Size != nil {
		record.Value = bytes.Repeat([]byte("x"), *in.Size)
	}
	if in.Timestamp != nil {
		record.Timestamp = time.UnixMilli(*in.Timestamp)
	}
	for _, it := range in.Headers {
		header := kgo.RecordHeader{Key: *it[0]}
		if it[1] != nil {
			header.Value = []byte(*it[1])
		}
		record.Headers = append(record.Headers, header)
	}
	return record
}

func registerProducer(works map[string]work, seeds []string) {
	works["produce"] = typed(func(args produceArgs) (any, error) {
		client, err := kgo.NewClient(producerOptions(seeds, args)...)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		ctx := context.Background()
		told := make([]sent, len(args.Records))
		for index, it := range args.Records {
			client.Produce(ctx, toRecord(args.Topic, it), func(r *kgo.Record, err error) {
				if err != nil {
					told[index] = sent{Error: describe(err)}
				} else {
					told[index] = sent{Partition: r.Partition, Offset: r.Offset}
				}
			})
		}
		return told, client.Flush(ctx)
	})
}
