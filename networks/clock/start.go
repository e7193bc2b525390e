// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/store"
	cmttime "github.com/cometbft/cometbft/types/time"
)

// ErrSkew says that a node may not start with its clock as it is.
var ErrSkew = errors.New("the clock of this machine is wrong")

// Reading is what a starting node knows of its clock.
type Reading struct {
	// Now is the wall clock as the consensus engine reads it.
	Now time.Time
	// Kernel is the operating system's word.
	Kernel Kernel
	// Height and BlockTime are of the last block in the node's store; zero without one.
	Height    int64
	BlockTime time.Time
}

// Read reads clock, kernel and the node's own last block. The node must not be running yet, since its store is opened
// and closed.
func Read(cfg *cmtcfg.Config) (Reading, error) {
	r := Reading{Now: cmttime.Now(), Kernel: AskKernel()}
	if _, err := os.Stat(filepath.Join(cfg.DBDir(), "blockstore.db")); errors.Is(err, os.ErrNotExist) {
		return r, nil
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: cfg})
	if err != nil {
		return r, fmt.Errorf("block store: %w", err)
	}
	blocks := store.NewBlockStore(db)
	if meta := blocks.LoadBlockMeta(blocks.Height()); meta != nil {
		r.Height, r.BlockTime = meta.Header.Height, meta.Header.Time
	}
	return r, blocks.Close()
}

// Judge returns ErrSkew for a clock with which the node could do nothing: it lies behind the node's own last block, or
// by the kernel's own estimate off, by more than a third of the tolerance for block times. What is only worth a look
// it returns as sentences.
func (r Reading) Judge(tolerance time.Duration) ([]string, error) {
	most := Refuse(tolerance)
	if behind := r.BlockTime.Sub(r.Now); !r.BlockTime.IsZero() && behind > most {
		return nil, fmt.Errorf("%w: it shows %s, and this node's own block %d is of %s, %s later; at most %s is accepted: "+
			"set the clock and keep it in step (NTP), then start again",
			ErrSkew, r.Now.UTC().Format(time.RFC3339), r.Height, r.BlockTime.UTC().Format(time.RFC3339), behind.Round(time.Second), most)
	}
	if r.Kernel.Synchronised && r.Kernel.Error > most {
		return nil, fmt.Errorf("%w: the kernel estimates that it is off by %s, at most %s is accepted: see to the machine's NTP",
			ErrSkew, r.Kernel.Error, most)
	}
	var remarks []string
	if behind := r.BlockTime.Sub(r.Now); !r.BlockTime.IsZero() && behind >= Warn {
		remarks = append(remarks, fmt.Sprintf("the clock is %s behind this node's own block %d", behind.Round(time.Millisecond), r.Height))
	}
	switch {
	case !r.Kernel.Known:
		remarks = append(remarks, "the operating system does not say whether its clock is kept in step")
	case !r.Kernel.Synchronised:
		remarks = append(remarks, "nothing keeps this machine's clock in step: set up NTP")
	case r.Kernel.Error >= Warn:
		remarks = append(remarks, fmt.Sprintf("the kernel estimates that the clock is off by %s", r.Kernel.Error))
	}
	return remarks, nil
}
