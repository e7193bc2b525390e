// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package main

import (
	"bytes"
	"slices"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
)

// offence is one way to break the rules of proposals. It gets what an honest proposer would propose.
type offence struct {
	name   string
	commit func(p *proposer, honest [][]byte, req *abci.RequestPrepareProposal) [][]byte
}

// offences are all that ABCI lets a proposer do. Height, time and evidence of a block are CometBFT's own, and so is the
// bound of its bytes.
var offences = []offence{
	{"junk", func(_ *proposer, honest [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return append(slices.Clone(honest), bytes.Repeat([]byte{0xde, 0xad}, 50))
	}},
	{"empty", func(_ *proposer, honest [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return append(slices.Clone(honest), nil)
	}},
	{"fat", func(_ *proposer, _ [][]byte, req *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{bytes.Repeat([]byte{0x0a}, int(req.MaxTxBytes)-100)}
	}},
	{"oversize", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(300<<10, 0, nil)}
	}},
	{"reordered", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 0, nil), p.act()}
	}},
	{"unsigned", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 0, func(d *draft) { d.unsign = true })}
	}},
	{"forged", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 0, func(d *draft) { d.corrupt = true })}
	}},
	{"gas", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		var many [][]byte
		for ahead := range uint64(11) {
			many = append(many, p.payment(1, ahead, nil))
		}
		return many
	}},
	{"greedy", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 0, func(d *draft) { d.auth.Fee.GasLimit = 1 << 62 })}
	}},
	{"replayed", func(p *proposer, honest [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		if len(p.committed) == 0 {
			return [][]byte{{1}}
		}
		return append(slices.Clone(p.committed[:1]), honest...)
	}},
	{"twice", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		once := p.payment(1, 0, nil)
		return [][]byte{once, once}
	}},
	{"gap", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 3, nil)}
	}},
	{"late", func(p *proposer, _ [][]byte, _ *abci.RequestPrepareProposal) [][]byte {
		return [][]byte{p.payment(1, 0, func(d *draft) { past := time.Now().Add(-time.Hour); d.body.TimeoutTimestamp = &past })}
	}},
}

// chosen are the offences of these names, all if there are none.
func chosen(names string) []offence {
	if names == "" {
		return offences
	}
	wanted := strings.Split(names, ",")
	return slices.DeleteFunc(slices.Clone(offences), func(o offence) bool { return !slices.Contains(wanted, o.name) })
}
