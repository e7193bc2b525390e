// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"fmt"
	"strings"

	errorsmod "cosmossdk.io/errors"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	"google.golang.org/protobuf/encoding/protowire"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

// at returns the state after a block: from memory if it is one of the last, else from disk.
func (m *MultiStore) at(version int64) (*state, error) {
	if s := m.history.find(version); s != nil && version > 0 {
		return s, nil
	}
	if earliest, last := m.EarliestVersion(), m.LatestVersion(); version < earliest || version > last {
		return nil, fmt.Errorf("%w: %d: this node keeps %d to %d", ErrNotKept, version, earliest, last)
	}
	pastReads.Inc()
	return m.archive.past(version)
}

// keeps says whether the state after a block can be had.
func (m *MultiStore) keeps(version int64) bool {
	return version >= m.EarliestVersion() && version <= m.LatestVersion() && version > 0
}

// GetCommitInfo returns the hashes of all substores after a block.
func (m *MultiStore) GetCommitInfo(version int64) (*storetypes.CommitInfo, error) {
	s, err := m.at(version)
	if err != nil {
		return nil, err
	}
	info := *s.info
	return &info, nil
}

// Query answers /<substore>/key with a value, and its proof if asked, and /<substore>/subspace with all keys that begin
// like one. A request without a height gets the block before the last, whose app hash is in the last header.
func (m *MultiStore) Query(req *storetypes.RequestQuery) (*storetypes.ResponseQuery, error) {
	name, path, ok := splitPath(req.Path)
	if !ok {
		return &storetypes.ResponseQuery{}, errorsmod.Wrapf(storetypes.ErrUnknownRequest, "invalid path: %s", req.Path)
	}
	store := m.GetStoreByName(name)
	if store == nil {
		return &storetypes.ResponseQuery{}, errorsmod.Wrapf(storetypes.ErrUnknownRequest, "no such store: %s", name)
	}
	if _, ok := store.(*Store); !ok {
		return &storetypes.ResponseQuery{}, errorsmod.Wrapf(storetypes.ErrUnknownRequest, "store %s (type %T) doesn't support queries", name, store)
	}
	if len(req.Data) == 0 {
		return &storetypes.ResponseQuery{}, errorsmod.Wrap(storetypes.ErrTxDecode, "query cannot be zero length")
	}
	switch path {
	case "/key":
		return m.queryKey(name, req)
	case "/subspace":
		return m.querySubspace(name, req), nil
	default:
		return &storetypes.ResponseQuery{}, errorsmod.Wrapf(storetypes.ErrUnknownRequest, "unexpected query path: %v", path)
	}
}

// splitPath takes /<substore>[/<rest>] apart.
func splitPath(path string) (name, rest string, ok bool) {
	path, ok = strings.CutPrefix(path, "/")
	name, rest, more := strings.Cut(path, "/")
	if more {
		rest = "/" + rest
	}
	return name, rest, ok
}

// height is that of a request, or the block before the last, or the last if there is only one.
func (m *MultiStore) height(req *storetypes.RequestQuery) int64 {
	if req.Height != 0 {
		return req.Height
	}
	last := m.LatestVersion()
	if m.keeps(last - 1) {
		return last - 1
	}
	return last
}

func (m *MultiStore) queryKey(name string, req *storetypes.RequestQuery) (*storetypes.ResponseQuery, error) {
	res := &storetypes.ResponseQuery{Height: m.height(req), Key: req.Data}
	var tree *Tree
	s, err := m.at(res.Height)
	if err == nil {
		tree = s.trees[name]
	}
	if tree == nil {
		res.Log = "version does not exist"
		if req.Prove {
			return &storetypes.ResponseQuery{}, errorsmod.Wrap(storetypes.ErrInvalidRequest, "proof is unexpectedly empty; ensure height has not been pruned")
		}
		return res, nil
	}
	res.Value = tree.Get(req.Data)
	if req.Prove {
		op := storetypes.NewIavlCommitmentOp(req.Data, tree.Prove(req.Data))
		res.ProofOps = &cmtcrypto.ProofOps{Ops: []cmtcrypto.ProofOp{op.ProofOp(), s.info.ProofOp(name)}}
	}
	return res, nil
}

// querySubspace writes the pairs of the last state as the message that the SDK's stores answer with: field 1 repeats a
// pair, whose fields 1 and 2 are key and value.
func (m *MultiStore) querySubspace(name string, req *storetypes.RequestQuery) *storetypes.ResponseQuery {
	res := &storetypes.ResponseQuery{Height: m.height(req), Key: req.Data, Value: []byte{}}
	tree := m.last.Load().trees[name]
	if tree == nil {
		return res
	}
	i := tree.Iterator(req.Data, storetypes.PrefixEndBytes(req.Data), true)
	defer func() { _ = i.Close() }()
	for ; i.Valid(); i.Next() {
		var pair []byte
		for number, field := range [][]byte{i.Key(), i.Value()} {
			if len(field) > 0 {
				pair = protowire.AppendTag(pair, protowire.Number(number+1), protowire.BytesType)
				pair = protowire.AppendBytes(pair, field)
			}
		}
		res.Value = protowire.AppendTag(res.Value, 1, protowire.BytesType)
		res.Value = protowire.AppendBytes(res.Value, pair)
	}
	return res
}
