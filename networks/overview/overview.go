// SPDX-License-Identifier: Apache-2.0

// Package overview gathers what a person wants to know of a network at a glance: its nodes, members, validators,
// cycles and positions, and what is not as it should be.
package overview

import (
	"fmt"
	"time"
)

// Overview is a network at one moment. Everything that is state is of one block, the one at Height.
type Overview struct {
	// ChainID is the network's id.
	ChainID string `json:"chain_id"`
	// SeenAt is when this machine asked, by its own clock.
	SeenAt time.Time `json:"seen_at"`
	// Height is the block whose state is shown: the last one that the furthest node has executed.
	Height int64 `json:"height,string"`
	// BlockTime is that block's time.
	BlockTime time.Time `json:"block_time"`
	// Nodes are the nodes asked, in the order given.
	Nodes []Node `json:"nodes"`
	// Members are ascending by number.
	Members []Member `json:"members"`
	// Consensus says who validates and who signed last.
	Consensus Consensus `json:"consensus"`
	// Currencies are ascending by code.
	Currencies []Currency `json:"currencies"`
	// MintingStops and OpenCases are ascending as the chain lists them.
	MintingStops []MintingStop `json:"minting_stops"`
	OpenCases    []OpenCases   `json:"open_cases"`
	// Alarms are what a person should look at, the worst first.
	Alarms []Alarm `json:"alarms"`
}

// Node is one of the nodes asked.
type Node struct {
	// Address is the RPC address it was asked at.
	Address string `json:"address"`
	// Name is the node's moniker; while it does not answer, the name it was given here, which may be empty.
	Name string `json:"name,omitempty"`
	// Up says that it answered and is of this network.
	Up bool `json:"up"`
	// Height is the last block it has executed.
	Height int64 `json:"height,string"`
	// Lag is how many blocks it is behind the furthest node.
	Lag int64 `json:"lag,string"`
	// CatchingUp says that it still fetches blocks from its peers.
	CatchingUp bool `json:"catching_up"`
	// Version is the release it runs.
	Version string `json:"version,omitempty"`
	// Problem says why it is not up.
	Problem string `json:"problem,omitempty"`

	chain string // the network it says it is of
}

// Member is an institution of the consortium.
type Member struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Roles are as in the role matrix, without their prefix: BANK, CLEARING.
	Roles []string `json:"roles"`
	// Status is ACTIVE or SUSPENDED.
	Status string `json:"status"`
	// Validator says that it runs at least one validator.
	Validator bool `json:"validator"`
}

// Consensus is who validates.
type Consensus struct {
	// SignedHeight is the block whose commit tells who signed: the last one whose votes are in a block. 0 before that.
	SignedHeight int64 `json:"signed_height,string"`
	// TotalPower is the sum of all powers and SignedPower that of those who signed.
	TotalPower  int64 `json:"total_power,string"`
	SignedPower int64 `json:"signed_power,string"`
	// Validators are ascending by consensus address.
	Validators []Validator `json:"validators"`
}

// Signing is the number of validators that signed.
func (c Consensus) Signing() int {
	signing := 0
	for _, v := range c.Validators {
		if v.Signed {
			signing++
		}
	}
	return signing
}

// Validator is one consensus key.
type Validator struct {
	Member  string `json:"member"`
	Moniker string `json:"moniker"`
	Power   int64  `json:"power,string"`
	// Signed says that its vote is in the commit of SignedHeight.
	Signed bool `json:"signed"`
	// ClockAhead is how far its clock was ahead of the others' at that vote, in nanoseconds; negative is behind.
	ClockAhead time.Duration `json:"clock_ahead_ns,string,omitempty"`
	// ClockBehind says that its clock is behind by that or more: a vote bears no earlier time than the block it is for.
	ClockBehind bool `json:"clock_behind,omitempty"`
}

// Currency finds a currency by its code.
func (o Overview) Currency(code string) (Currency, error) {
	for _, c := range o.Currencies {
		if c.Code == code {
			return c, nil
		}
	}
	return Currency{}, fmt.Errorf("no currency %q on %s", code, o.ChainID)
}

// Label is the node's name, or its address if it has none.
func (n Node) Label() string {
	if n.Name != "" {
		return n.Name
	}
	return n.Address
}

// Up is the number of nodes that answered.
func (o Overview) Up() int {
	up := 0
	for _, n := range o.Nodes {
		if n.Up {
			up++
		}
	}
	return up
}
