// franz-go, with its kadm, behind the words of driver.ts.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

type work func(args json.RawMessage) (any, error)

type failure struct {
	Name    string `json:"name"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

type answer struct {
	ID     int      `json:"id"`
	Result any      `json:"result"`
	Error  *failure `json:"error,omitempty"`
}

func describe(err error) *failure {
	var ke *kerr.Error
	if errors.As(err, &ke) {
		return &failure{ke.Message, int(ke.Code), err.Error()}
	}
	return &failure{fmt.Sprintf("%T", err), -1, err.Error()}
}

// typed reads the arguments of a word into a struct of its own.
func typed[A any](do func(A) (any, error)) work {
	return func(raw json.RawMessage) (any, error) {
		var args A
		if err := json.Unmarshal(raw, &args); err != nil {
			return nil, err
		}
		return do(args)
	}
}

func main() {
	seeds := strings.Split(os.Args[1], ",")
	client, err := kgo.NewClient(kgo.SeedBrokers(seeds...))
	if err != nil {
		panic(err)
	}
	works := map[string]work{}
	registerProducer(works, seeds)
	registerConsumer(works, seeds)
	registerTopics(works, kadm.NewClient(client))
	registerCluster(works, kadm.NewClient(client))

	var lock sync.Mutex
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var request struct {
			ID   int             `json:"id"`
			Op   string          `json:"op"`
			Args json.RawMessage `json:"args"`
		}
		if err := json.Unmarshal(in.Bytes(), &request); err != nil {
			panic(err)
		}
		go func() {
			told := answer{ID: request.ID}
			if do := works[request.Op]; do == nil {
				told.Error = &failure{"Unknown", -1, "no such word: " + request.Op}
			} else if result, err := do(request.Args); err != nil {
				told.Error = describe(err)
			} else {
				told.Result = result
			}
			lock.Lock()
			defer lock.Unlock()
			_ = out.Encode(told)
		}()
	}
}
