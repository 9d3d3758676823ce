package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const longBytes = 200

type readerArgs struct {
	Reader            string          `json:"reader"`
	Topic             string          `json:"topic"`
	Partitions        int32           `json:"partitions"`
	From              json.RawMessage `json:"from"`
	Spec              json.RawMessage `json:"spec"`
	Group             string          `json:"group"`
	Reset             string          `json:"reset"`
	Isolation         string          `json:"isolation"`
	MaxPartitionBytes int32           `json:"maxPartitionBytes"`
	MaxBytes          int32           `json:"maxBytes"`
	Rack              string          `json:"rack"`
}

type recordOut struct {
	Partition int32        `json:"partition"`
	Offset    int64        `json:"offset"`
	Timestamp int64        `json:"timestamp"`
	Key       *string      `json:"key"`
	Value     *string      `json:"value"`
	Size      int          `json:"size,omitempty"`
	Sha256    string       `json:"sha256,omitempty"`
	Headers   [][2]*string `json:"headers"`
}

func text(data []byte) *string {
	if data == nil {
		return nil
	}
	told := string(data)
	return &told
}

func toTold(r *kgo.Record) recordOut {
	told := recordOut{
		Partition: r.Partition,
		Offset:    r.Offset,
		Timestamp: r.Timestamp.UnixMilli(),
		Key:       text(r.Key),
		Headers:   [][2]*string{},
	}
	if len(r.Value) > longBytes {
		sum := sha256.Sum256(r.Value)
		told.Size, told.Sha256 = len(r.Value), hex.EncodeToString(sum[:])
	} else {
		told.Value = text(r.Value)
	}
	for _, it := range r.Headers {
		told.Headers = append(told.Headers, [2]*string{&it.Key, text(it.Value)})
	}
	return told
}

type reader struct {
	topic    string
	client   *kgo.Client
	cancel   context.CancelFunc
	done     chan struct{}
	lock     sync.Mutex
	assigned map[int32]bool
	queue    []recordOut
	failure  error
	changed  chan struct{}
}

func startOf(from json.RawMessage) kgo.Offset {
	var at int64
	if json.Unmarshal(from, &at) == nil {
		return kgo.NewOffset().At(at)
	}
	if string(from) == `"latest"` {
		return kgo.NewOffset().AtEnd()
	}
	return kgo.NewOffset().AtStart()
}

func readerOptions(seeds []string, args readerArgs, r *reader) []kgo.Opt {
	reset := kgo.NewOffset().AtStart()
	if args.Reset == "latest" {
		reset = kgo.NewOffset().AtEnd()
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(seeds...),
		kgo.MetadataMinAge(100 * time.Millisecond),
		kgo.FetchMaxWait(100 * time.Millisecond),
		kgo.ConsumeResetOffset(reset),
	}
	if args.Isolation == "read_committed" {
		options = append(options, kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	}
	if args.MaxPartitionBytes > 0 {
		options = append(options, kgo.FetchMaxPartitionBytes(args.MaxPartitionBytes))
	}
	if args.MaxBytes > 0 {
		options = append(options, kgo.FetchMaxBytes(args.MaxBytes))
	}
	if args.Rack != "" {
		options = append(options, kgo.Rack(args.Rack))
	}
	if args.Group == "" {
		places := map[int32]kgo.Offset{}
		for index := range args.Partitions {
			places[index] = startOf(args.From)
		}
		return append(options, kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{args.Topic: places}))
	}
	note := func(is bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, changed map[string][]int32) {
			r.lock.Lock()
			defer r.lock.Unlock()
			for _, partition := range changed[args.Topic] {
				r.assigned[partition] = is
			}
		}
	}
	return append(options,
		kgo.ConsumeTopics(args.Topic),
		kgo.ConsumeStartOffset(reset),
		kgo.ConsumerGroup(args.Group),
		kgo.DisableAutoCommit(),
		kgo.SessionTimeout(6*time.Second),
		kgo.HeartbeatInterval(300*time.Millisecond),
		kgo.OnPartitionsAssigned(note(true)),
		kgo.OnPartitionsRevoked(note(false)),
		kgo.OnPartitionsLost(note(false)),
	)
}

func openReader(seeds []string, args readerArgs) (*reader, error) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &reader{topic: args.Topic, cancel: cancel, done: make(chan struct{}),
		assigned: map[int32]bool{}, changed: make(chan struct{}, 1)}
	client, err := kgo.NewClient(readerOptions(seeds, args, r)...)
	if err != nil {
		cancel()
		return nil, err
	}
	r.client = client
	go r.poll(ctx)
	return r, nil
}

func (r *reader) poll(ctx context.Context) {
	defer close(r.done)
	for ctx.Err() == nil {
		fetches := r.client.PollFetches(ctx)
		if ctx.Err() != nil {
			return
		}
		r.lock.Lock()
		for _, it := range fetches.Errors() {
			r.failure = it.Err
		}
		fetches.EachRecord(func(record *kgo.Record) { r.queue = append(r.queue, toTold(record)) })
		r.lock.Unlock()
		select {
		case r.changed <- struct{}{}:
		default:
		}
	}
}

func (r *reader) take(count int, timeout time.Duration) (any, error) {
	end := time.After(timeout)
	for {
		r.lock.Lock()
		if r.failure != nil {
			defer r.lock.Unlock()
			return nil, r.failure
		}
		if len(r.queue) >= count {
			taken := r.queue[:count]
			r.queue = slices.Clone(r.queue[count:])
			r.lock.Unlock()
			return taken, nil
		}
		r.lock.Unlock()
		select {
		case <-r.changed:
		case <-end:
			r.lock.Lock()
			defer r.lock.Unlock()
			taken := append([]recordOut{}, r.queue...)
			r.queue = nil
			return taken, nil
		}
	}
}

func (r *reader) close() {
	r.cancel()
	<-r.done
	r.client.Close()
}

type placeArgs struct {
	Reader    string `json:"reader"`
	Count     int    `json:"count"`
	TimeoutMs int    `json:"timeoutMs"`
	Partition int32  `json:"partition"`
	Offset    int64  `json:"offset"`
	Offsets   []struct {
		Partition int32 `json:"partition"`
		Offset    int64 `json:"offset"`
	} `json:"offsets"`
}

func registerConsumer(works map[string]work, seeds []string) {
	var lock sync.Mutex
	readers := map[string]*reader{}
	of := func(name string) *reader {
		lock.Lock()
		defer lock.Unlock()
		return readers[name]
	}
	works["open"] = typed(func(args readerArgs) (any, error) {
		r, err := openReader(seeds, args)
		lock.Lock()
		defer lock.Unlock()
		readers[args.Reader] = r
		return nil, err
	})
	works["take"] = typed(func(args placeArgs) (any, error) {
		return of(args.Reader).take(args.Count, time.Duration(args.TimeoutMs)*time.Millisecond)
	})
	works["seek"] = typed(func(args placeArgs) (any, error) {
		r := of(args.Reader)
		offsets := map[int32]kgo.EpochOffset{args.Partition: {Epoch: -1, Offset: args.Offset}}
		r.client.SetOffsets(map[string]map[int32]kgo.EpochOffset{r.topic: offsets})
		r.lock.Lock()
		defer r.lock.Unlock()
		r.queue = nil
		return nil, nil
	})
	works["assigned"] = typed(func(args placeArgs) (any, error) {
		r := of(args.Reader)
		r.lock.Lock()
		defer r.lock.Unlock()
		told := []int32{}
		for partition, is := range r.assigned {
			if is {
				told = append(told, partition)
			}
		}
		slices.Sort(told)
		return told, nil
	})
	works["commit"] = typed(func(args placeArgs) (any, error) {
		r := of(args.Reader)
		records := []*kgo.Record{}
		for _, it := range args.Offsets {
			// Committed is the offset behind a record.
			records = append(records, &kgo.Record{
				Topic: r.topic, Partition: it.Partition, Offset: it.Offset - 1, LeaderEpoch: -1})
		}
		return nil, r.client.CommitRecords(context.Background(), records...)
	})
	works["close"] = typed(func(args placeArgs) (any, error) {
		of(args.Reader).close()
		lock.Lock()
		defer lock.Unlock()
		delete(readers, args.Reader)
		return nil, nil
	})
	works["offsets"] = typed(func(args readerArgs) (any, error) { return offsets(seeds, args) })
}

func offsets(seeds []string, args readerArgs) (any, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(seeds...))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	admin := kadm.NewClient(client)
	listed, err := list(admin, args.Spec, args.Isolation, args.Topic)
	if err != nil {
		return nil, err
	}
	told := []int64{}
	for index := range args.Partitions {
		found, _ := listed.Lookup(args.Topic, index)
		if found.Err != nil {
			return nil, found.Err
		}
		told = append(told, found.Offset)
	}
	return told, nil
}

func list(admin *kadm.Client, spec json.RawMessage, isolation, topic string) (kadm.ListedOffsets, error) {
	ctx := context.Background()
	var at float64
	if json.Unmarshal(spec, &at) == nil {
		return admin.ListOffsetsAfterMilli(ctx, int64(at), topic)
	}
	switch string(spec) {
	case `"earliest"`:
		return admin.ListStartOffsets(ctx, topic)
	case `"max-timestamp"`:
		return admin.ListMaxTimestampOffsets(ctx, topic)
	case `"earliest-local"`:
		return admin.ListLocalLogStartOffsets(ctx, topic)
	case `"latest-tiered"`:
		return admin.ListLatestRemoteOffsets(ctx, topic)
	}
	if isolation == "read_committed" {
		return admin.ListCommittedOffsets(ctx, topic)
	}
	return admin.ListEndOffsets(ctx, topic)
}
