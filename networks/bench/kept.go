// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/syndtr/goleveldb/leveldb"
	"github.com/syndtr/goleveldb/leveldb/util"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// Folders are bytes by the name of a folder of a node's data.
type Folders map[string]int64

// Kept is what stays on a validator's disk for ever, or as long as it keeps records: blocks, results and the last state,
// pruned and compacted. The log of consensus is not in it: it turns over.
type Kept struct {
	Payments int     `json:"payments"`
	Bytes    Folders `json:"bytes_by_folder"`
	// PerPayment is the growth over a chain without payments.
	PerPayment float64 `json:"bytes_per_payment"`
	// Pruned says that past states were removed; false for a state that is not an IAVL store.
	Pruned bool `json:"pruned"`
}

// turnsOver is the folder of CometBFT's log, which is bounded.
const turnsOver = "cs.wal"

// bare is what the first node keeps before any payment: the network is started once and stopped again.
func (s *Subject) bare(ctx context.Context) (Folders, error) {
	err := s.Up(ctx)
	s.Down()
	if err != nil {
		return nil, err
	}
	folders, _, err := shrink(s.Nodes[0].Home)
	return folders, err
}

// kept counts all payments of the chain, stops it and weighs the first node.
func (s *Subject) kept(ctx context.Context, bare Folders) (*Kept, error) {
	top, err := s.Nodes[0].height(ctx)
	if err != nil {
		return nil, err
	}
	payments, err := s.count(ctx, 1, top)
	if err != nil {
		return nil, err
	}
	s.Down()
	folders, pruned, err := shrink(s.Nodes[0].Home)
	if err != nil {
		return nil, err
	}
	k := newKept(payments, bare, folders)
	k.Pruned = pruned
	return k, nil
}

// newKept is the growth from one weighing to the next.
func newKept(payments int, before, after Folders) *Kept {
	k := &Kept{Payments: payments, Bytes: Folders{}}
	grown := int64(0)
	for name, bytes := range after {
		k.Bytes[name] = bytes - before[name]
		grown += k.Bytes[name]
	}
	k.PerPayment = float64(grown) / float64(max(payments, 1))
	return k
}

// shrink prunes and compacts a copy of the databases of a stopped node and weighs what is left.
func shrink(home string) (folders Folders, pruned bool, err error) {
	scratch, err := os.MkdirTemp(filepath.Dir(home), "shrink-")
	if err != nil {
		return nil, false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	data := filepath.Join(scratch, "data")
	if err := os.CopyFS(data, os.DirFS(filepath.Join(home, "data"))); err != nil {
		return nil, false, err
	}
	if pruned, err = prune(data); err != nil {
		return nil, false, fmt.Errorf("pruning of %s: %w", home, err)
	}
	entries, err := os.ReadDir(data)
	if err != nil {
		return nil, false, err
	}
	folders = Folders{}
	for _, entry := range entries {
		folder := filepath.Join(data, entry.Name())
		if !entry.IsDir() || entry.Name() == turnsOver {
			continue
		}
		if err := compact(folder); err != nil {
			return nil, false, fmt.Errorf("compaction of %s: %w", folder, err)
		}
		if folders[entry.Name()], err = weigh(folder); err != nil {
			return nil, false, err
		}
	}
	return folders, pruned, nil
}

// prune removes every past state of an IAVL store; false if the node's state is something else.
func prune(data string) (done bool, err error) {
	if _, err := os.Stat(filepath.Join(data, "application.db", "CURRENT")); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	db, err := dbm.NewGoLevelDB("application", data, nil)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	top := rootmulti.GetLatestVersion(db)
	if top < firstHeight {
		return false, nil
	}
	store := rootmulti.NewStore(db, log.NewNopLogger())
	info, err := store.GetCommitInfo(top)
	if err != nil {
		return false, err
	}
	for _, part := range info.StoreInfos {
		store.MountStoreWithDB(storetypes.NewKVStoreKey(part.Name), storetypes.StoreTypeIAVL, nil)
	}
	store.SetIAVLSyncPruning(true)
	store.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningEverything))
	if err := store.LoadLatestVersion(); err != nil {
		return false, err
	}
	if err := store.PruneStores(top - 1); err != nil {
		return false, err
	}
	store.Commit() // a tree keeps the last of its deletions in memory until it is committed
	return true, nil
}

// compact merges a goleveldb database into its smallest form; other folders stay as they are. Files that a compaction
// made superfluous go when the database is opened the next time, hence twice.
func compact(folder string) error {
	if filepath.Ext(folder) != ".db" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(folder, "CURRENT")); err != nil {
		return nil //nolint:nilerr // not a goleveldb database
	}
	for range 2 {
		db, err := leveldb.OpenFile(folder, nil)
		if err != nil {
			return err
		}
		if err := errors.Join(db.CompactRange(util.Range{}), db.Close()); err != nil {
			return err
		}
	}
	return nil
}

// weigh adds up the files below a folder.
func weigh(folder string) (bytes int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}
