// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	errorsmod "cosmossdk.io/errors"
	protoio "github.com/cosmos/gogoproto/io"

	snapshottypes "github.com/cosmos/cosmos-sdk/store/v2/snapshots/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// Snapshot writes the state of a height for state sync, in the items that the SDK's store writes, byte for byte.
func (m *MultiStore) Snapshot(height uint64, out protoio.Writer) error {
	if height == 0 {
		return errorsmod.Wrap(storetypes.ErrLogic, "cannot snapshot height 0")
	}
	if height > uint64(m.LatestVersion()) {
		return errorsmod.Wrapf(storetypes.ErrLogic, "cannot snapshot future height %v", height)
	}
	s, err := m.at(int64(height))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.trees)) {
		if err := out.WriteMsg(&snapshottypes.SnapshotItem{
			Item: &snapshottypes.SnapshotItem_Store{Store: &snapshottypes.SnapshotStoreItem{Name: name}},
		}); err != nil {
			return err
		}
		err := s.trees[name].root.walk(func(n *node) error {
			item := &snapshottypes.SnapshotIAVLItem{Key: []byte(n.key), Version: n.version, Height: int32(n.height)}
			if n.leaf() {
				item.Value = []byte(n.value)
			}
			return out.WriteMsg(&snapshottypes.SnapshotItem{Item: &snapshottypes.SnapshotItem_IAVL{IAVL: item}})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Restore reads such a state into an empty node, writes it to disk and loads it. It returns the first item that is not
// of a substore. Whether the state is the chain's is for the caller to see by the app hash.
func (m *MultiStore) Restore(height uint64, _ uint32, in protoio.Reader) (snapshottypes.SnapshotItem, error) {
	if last := m.archive.latest(); last > 0 {
		return snapshottypes.SnapshotItem{}, errorsmod.Wrapf(storetypes.ErrLogic, "expected an empty state to restore into, got one of height %d", last)
	}
	r := restoration{height: int64(height), mounted: m.staying(), trees: map[string]*Tree{}}
	rest, err := r.read(in)
	if err != nil {
		return snapshottypes.SnapshotItem{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(r.mounted)) {
		if r.trees[name] == nil {
			return snapshottypes.SnapshotItem{}, errorsmod.Wrapf(storetypes.ErrLogic, "the snapshot has no store %q", name)
		}
	}
	restored := newState(r.height, m.blockTime, r.trees)
	if err := m.archive.snapshot(restored, 0); err != nil {
		return snapshottypes.SnapshotItem{}, fmt.Errorf("writing the restored state: %w", err)
	}
	return rest, m.begin(restored, nil)
}

// restoration is a state being read from items.
type restoration struct {
	height  int64
	mounted map[string]*Store
	trees   map[string]*Tree
	// name is the substore whose nodes come.
	name string
	b    *builder
}

func (r *restoration) read(in protoio.Reader) (rest snapshottypes.SnapshotItem, err error) {
	for {
		item := snapshottypes.SnapshotItem{}
		if err := in.ReadMsg(&item); errors.Is(err, io.EOF) {
			return snapshottypes.SnapshotItem{}, r.finish()
		} else if err != nil {
			return item, errorsmod.Wrap(err, "invalid protobuf message")
		}
		switch item := item.Item.(type) {
		case *snapshottypes.SnapshotItem_Store:
			err = r.store(item.Store.Name)
		case *snapshottypes.SnapshotItem_IAVL:
			err = r.node(item.IAVL)
		default:
			return snapshottypes.SnapshotItem{Item: item}, r.finish()
		}
		if err != nil {
			return snapshottypes.SnapshotItem{}, err
		}
	}
}

func (r *restoration) store(name string) error {
	if err := r.finish(); err != nil {
		return err
	}
	if r.mounted[name] == nil {
		return errorsmod.Wrapf(storetypes.ErrLogic, "cannot import into non-IAVL store %q", name)
	}
	if r.trees[name] != nil {
		return errorsmod.Wrapf(storetypes.ErrLogic, "store %q comes twice", name)
	}
	r.name, r.b = name, &builder{}
	return nil
}

func (r *restoration) node(item *snapshottypes.SnapshotIAVLItem) error {
	switch {
	case r.b == nil:
		return errorsmod.Wrap(storetypes.ErrLogic, "received IAVL node item before store item")
	case item.Height < 0 || item.Height > math.MaxInt8:
		return errorsmod.Wrapf(storetypes.ErrLogic, "node height %v cannot exceed %v", item.Height, math.MaxInt8)
	}
	var err error
	if item.Height == 0 {
		err = r.b.leaf(string(item.Key), string(item.Value), item.Version)
	} else {
		err = r.b.inner(int8(item.Height), item.Version)
	}
	return errorsmod.Wrapf(err, "store %q", r.name)
}

// finish ends the substore whose nodes came.
func (r *restoration) finish() error {
	if r.b == nil {
		return nil
	}
	tree, err := r.b.tree(r.height)
	if err != nil {
		return errorsmod.Wrapf(err, "store %q", r.name)
	}
	r.trees[r.name], r.b = tree, nil
	return nil
}
