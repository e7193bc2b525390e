// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// ErrTime says that a genesis, or a record in it, is of a time that cannot be.
var ErrTime = errors.New("time in a genesis")

const (
	// mostAhead is how far ahead of now a network may begin.
	mostAhead = 365 * 24 * time.Hour

	// mostTerm is how long after the genesis anything may last.
	mostTerm = 100 * 365 * 24 * time.Hour
)

// earliest is before any network of this software.
var earliest = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// coming are the fields of records that may lie after the genesis though their names end as those of the past do, and
// those of other names that hold a time.
var coming = []string{
	"expires_at", "retry_at", "effective_at", "until", "deadline", "valid_until", "confirm_by", "next_cut_off", "active_from", "accepted_until",
}

// CheckTimes refuses a genesis that begins before this software or more than a year after now, a record that happened
// after the genesis, and a term that ends more than a hundred years after it. Fields of records that are named time or end in _at
// tell what happened, but for those that tell what is to come; both are seconds since 1970. An exported state needs a
// genesis_time at or after its last block.
func CheckTimes(gen *genutiltypes.AppGenesis, now time.Time) error {
	if gen.GenesisTime.Before(earliest) || gen.GenesisTime.After(now.Add(mostAhead)) {
		return fmt.Errorf("%w: expected a genesis_time from %s to %s, got %s", ErrTime,
			earliest.Format(time.DateOnly), now.Add(mostAhead).UTC().Format(time.DateOnly), gen.GenesisTime.UTC().Format(time.RFC3339))
	}
	decoder := json.NewDecoder(bytes.NewReader(gen.AppState))
	decoder.UseNumber()
	var state any
	if err := decoder.Decode(&state); err != nil {
		return fmt.Errorf("app_state: %w", err)
	}
	return checkMoments(state, "app_state", gen.GenesisTime)
}

func checkMoments(value any, path string, genesis time.Time) error {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			if err := checkMoments(item, fmt.Sprintf("%s[%d]", path, i), genesis); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			at := path + "." + name
			if err := checkMoment(name, value[name], at, genesis); err != nil {
				return err
			}
			if err := checkMoments(value[name], at, genesis); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkMoment(name string, value any, path string, genesis time.Time) error {
	last := genesis
	switch {
	case slices.Contains(coming, name):
		last = genesis.Add(mostTerm)
	case name != "time" && !strings.HasSuffix(name, "_at"):
		return nil
	}
	text, written := seconds(value)
	if !written {
		return nil
	}
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil || at < 0 || at > last.Unix() {
		return fmt.Errorf("%w: %s: expected 0 to %d, the seconds of %s, got %s", ErrTime, path, last.Unix(),
			last.UTC().Format(time.RFC3339), shorten(text))
	}
	return nil
}

// seconds is a number as the modules' JSON writes it: 64 bits as text. Other values are the modules' to judge.
func seconds(value any) (string, bool) {
	switch value := value.(type) {
	case json.Number:
		return value.String(), true
	case string:
		return value, value != "" && strings.Trim(value, "-+0123456789") == ""
	default:
		return "", false
	}
}
