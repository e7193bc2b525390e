// SPDX-License-Identifier: Apache-2.0

package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	protoio "github.com/cosmos/gogoproto/io"

	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	snapshottypes "github.com/cosmos/cosmos-sdk/store/v2/snapshots/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/taelnet/tael/app/commitment"
	"github.com/taelnet/tael/networks"
)

const (
	databaseName = "application"
	// convertedSuffix is the end of the name under which the state of before is left.
	convertedSuffix = ".converted"
	// maxSnapshotItem bounds an item of a snapshot, as the SDK does.
	maxSnapshotItem = 64 << 20
)

// ConvertState carries the latest state of a stopped node over to the other way of keeping it and leaves what was there
// beside it, under a name that ends in .converted. Past states are not carried over. It returns the height and app hash.
// Begun again after a crash it does what is left to do.
func ConvertState(logger log.Logger, home string, backend dbm.BackendType, to networks.StateCommitment) (_ storetypes.CommitID, err error) {
	data, dir := filepath.Join(home, "data"), CommitmentDir(home)
	db, err := openDatabase(backend, data, to == networks.CommitmentIAVL)
	if err != nil {
		return storetypes.CommitID{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	memory, err := commitment.Open(dir, logger, commitment.Options{Durable: true})
	if err != nil {
		return storetypes.CommitID{}, err
	}
	defer func() { err = errors.Join(err, memory.Close()) }()
	trees := rootmulti.NewStore(db, logger)
	from, into, old := storetypes.CommitMultiStore(trees), storetypes.CommitMultiStore(memory), filepath.Join(data, databaseName+".db")
	if to == networks.CommitmentIAVL {
		from, into, old = memory, trees, dir
	}
	for _, store := range []storetypes.CommitMultiStore{from, into} {
		for _, key := range newStores().persistent { //determinism:allow mounting has no order
			store.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
		}
		if err := store.LoadLatestVersion(); err != nil {
			return storetypes.CommitID{}, err
		}
	}
	id := from.LastCommitID()
	if id.Version == 0 {
		return id, fmt.Errorf("there is no state in %s to carry over to %q", old, to)
	}
	if into.LastCommitID().Version == 0 {
		if err := carry(from, into, memory, uint64(id.Version)); err != nil {
			return id, err
		}
	}
	if have := into.LastCommitID(); have.Version != id.Version || !bytes.Equal(have.Hash, id.Hash) {
		return id, fmt.Errorf("height %d with app hash %X was carried over, and what is there is height %d with %X", id.Version, id.Hash, have.Version, have.Hash)
	}
	return id, os.Rename(old, old+convertedSuffix) //determinism:allow a command on a stopped node
}

// openDatabase opens the node's database. One that is to take a state, and holds none, begins anew: a conversion that
// was stopped may have left parts of one.
func openDatabase(backend dbm.BackendType, data string, taking bool) (dbm.DB, error) {
	db, err := dbm.NewDB(databaseName, backend, data)
	if err != nil || !taking || rootmulti.GetLatestVersion(db) > 0 {
		return db, err
	}
	err = errors.Join(db.Close(), os.RemoveAll(filepath.Join(data, databaseName+".db"))) //determinism:allow a command on a stopped node
	if err != nil {
		return nil, err
	}
	return dbm.NewDB(databaseName, backend, data)
}

// carry writes a state as for state sync and reads it at once.
func carry(from, into storetypes.CommitMultiStore, memory *commitment.MultiStore, height uint64) error {
	if described, ok := from.(interface {
		GetCommitInfo(version int64) (*storetypes.CommitInfo, error)
	}); ok {
		info, err := described.GetCommitInfo(int64(height))
		if err != nil {
			return err
		}
		memory.SetBlockTime(info.Timestamp)
	}
	out, in := io.Pipe()
	written := make(chan error, 1) //determinism:allow one state copied, outside of any block
	go func() {                    //determinism:allow one state copied, outside of any block
		err := from.Snapshot(height, protoio.NewDelimitedWriter(in))
		written <- errors.Join(err, in.CloseWithError(err)) //determinism:allow one state copied, outside of any block
	}()
	_, err := into.Restore(height, snapshottypes.CurrentFormat, protoio.NewDelimitedReader(out, maxSnapshotItem))
	return errors.Join(err, out.CloseWithError(err), <-written) //determinism:allow one state copied, outside of any block
}
