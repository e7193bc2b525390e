// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/consensus"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtcons "github.com/cometbft/cometbft/proto/tendermint/consensus"
	"github.com/cometbft/cometbft/store"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/signer/mark"
)

const (
	// searchedBlocks is how far below its top the block store is searched. A node asks for signatures above its top
	// only; what lies deeper than this is decided here for good.
	searchedBlocks = 10_000

	// searchedLogs is how many files of the consensus log are searched, the newest first. One holds hundreds of blocks.
	searchedLogs = 3
)

// lastVote is the highest place above a height at which the node's own stores show a signature of the key: in the
// commits of its blocks, and in what its consensus log says that it sent itself. The zero place says that there is none.
func lastVote(cfg *cmtcfg.Config, key ed25519.PubKey, above int64) (mark.Place, error) {
	committed, err := lastCommitted(cfg, key.Address(), above)
	if err != nil {
		return mark.Place{}, fmt.Errorf("looking for the last vote in the block store: %w", err)
	}
	logged, err := lastLogged(cfg.Consensus.WalFile(), key.Address())
	if err != nil {
		return mark.Place{}, fmt.Errorf("looking for the last vote in the consensus log: %w", err)
	}
	if logged.Compare(committed) > 0 {
		return logged, nil
	}
	return committed, nil
}

func lastCommitted(cfg *cmtcfg.Config, address cmttypes.Address, above int64) (_ mark.Place, err error) {
	// A store that is opened is made: a new node has none, and gets its own from the engine.
	if _, err := os.Stat(filepath.Join(cfg.DBDir(), "blockstore.db")); errors.Is(err, fs.ErrNotExist) {
		return mark.Place{}, nil
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: cfg})
	if err != nil {
		return mark.Place{}, err
	}
	blocks := store.NewBlockStore(db)
	defer func() { err = errors.Join(err, blocks.Close()) }()
	top := blocks.Height()
	if place, found := signedIn(blocks.LoadSeenCommit(top), address); found && top > above {
		return place, nil
	}
	for height := top - 1; height > max(above, top-searchedBlocks, blocks.Base()-1); height-- {
		if place, found := signedIn(blocks.LoadBlockCommit(height), address); found {
			return place, nil
		}
	}
	return mark.Place{}, nil
}

func signedIn(commit *cmttypes.Commit, address cmttypes.Address) (mark.Place, bool) {
	if commit == nil {
		return mark.Place{}, false
	}
	for _, signature := range commit.Signatures {
		if len(signature.Signature) > 0 && slices.Equal(signature.ValidatorAddress, address) {
			return mark.Place{Height: commit.Height, Round: commit.Round, Step: mark.StepPrecommit}, true
		}
	}
	return mark.Place{}, false
}

// lastLogged is the highest place at which the consensus log says that this node voted with the key: messages without a
// peer are its own. A log that ends in the middle of a record is read up to there, as the engine itself does.
func lastLogged(head string, address cmttypes.Address) (mark.Place, error) {
	older, err := filepath.Glob(head + ".*")
	if err != nil {
		return mark.Place{}, err
	}
	slices.Sort(older)
	slices.Reverse(older)
	files := append([]string{head}, older...)
	for _, file := range files[:min(len(files), searchedLogs)] {
		last, err := lastInLog(file, address)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return mark.Place{}, err
		}
		if last != (mark.Place{}) {
			return last, nil
		}
	}
	return mark.Place{}, nil
}

func lastInLog(file string, address cmttypes.Address) (mark.Place, error) {
	log, err := os.Open(file)
	if err != nil {
		return mark.Place{}, err
	}
	defer func() { _ = log.Close() }() // it was only read
	var last mark.Place
	decoder := consensus.NewWALDecoder(bufio.NewReader(log))
	for {
		message, err := decoder.Decode()
		if err != nil {
			return last, nil
		}
		record, err := consensus.WALToProto(message.Msg)
		if err != nil {
			return last, err
		}
		if place, own := ownVote(record.GetMsgInfo(), address); own && place.Compare(last) > 0 {
			last = place
		}
	}
}

// ownVote is the place of a vote of this node. Proposals do not say whose they are, and the log may be of another key.
func ownVote(info *cmtcons.MsgInfo, address cmttypes.Address) (mark.Place, bool) {
	if info == nil || info.PeerID != "" {
		return mark.Place{}, false
	}
	vote := info.Msg.GetVote().GetVote()
	if vote == nil || !slices.Equal(vote.ValidatorAddress, address) {
		return mark.Place{}, false
	}
	return mark.Place{Height: vote.Height, Round: vote.Round, Step: mark.VoteStep(vote.Type)}, true
}
