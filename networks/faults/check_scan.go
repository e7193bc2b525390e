// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// CheckScan holds a full scan against the model after the same block: money is conserved (I1), covered (I2), lies where
// it may lie and nowhere below zero (I3).
func (m *Model) CheckScan(s Scan) []Violation {
	var found findings
	if m.height != s.Height {
		found.add("MODEL", s.Height, fmt.Sprint(m.height), fmt.Sprint(s.Height), "height of the scan")
		return found
	}
	m.conserved(&found, s)
	m.covered(&found, s)
	m.placed(&found, s)
	return found
}

func (m *Model) conserved(found *findings, s Scan) {
	for _, denom := range []string{eMoney, central} {
		sum := uint64(0)
		for _, amount := range s.Balances[denom] {
			sum += amount
		}
		differ(found, "I1", s.Height, s.Supply[denom], sum, "sum of all balances of %s and its supply", denom)
		differ(found, "I1", s.Height, s.Supply[denom], s.Issued[denom]-s.Redeemed[denom], "%s issued less redeemed and its supply", denom)
		differ(found, "I1", s.Height, m.issued[denom], s.Issued[denom], "%s issued", denom)
	}
}

// covered recomputes what customers of each custodian hold and what stands behind it: receipts, its settlement account
// beyond what its central bank gave it, and what it is due.
func (m *Model) covered(found *findings, s Scan) {
	liability := map[uint32]uint64{}
	for addr, a := range m.accounts {
		liability[a.custodian] += s.Balances[eMoney][addr]
	}
	for _, p := range s.Positions {
		member := m.town.members[p.Member]
		assets := m.mintedBy[member] + s.Balances[central][settlementOf(member)] + p.Due
		if liability[member]+p.Owed > assets {
			found.add("I2", s.Height, fmt.Sprintf("at most %d", assets), fmt.Sprint(liability[member]+p.Owed),
				"e-money of %s with what it owes", p.Member)
		}
	}
	for _, c := range s.Coverages {
		if !c.Covered && c.Stopped == 0 {
			found.add("I2", s.Height, "minting stopped", "minting allowed", "%s is not covered", c.Member)
		}
	}
}

func settlementOf(member uint32) [20]byte {
	return [20]byte(netting.SettlementAccount(member, central))
}

// placed compares every single balance and position with the model's.
func (m *Model) placed(found *findings, s Scan) {
	for _, what := range s.Negative {
		found.add("I3", s.Height, "an amount from 0 on", what, "balance")
	}
	known := map[string]map[[20]byte]uint64{eMoney: {}, central: {}}
	for addr, a := range m.accounts {
		known[eMoney][addr] = a.held
	}
	for member, amount := range m.settled {
		known[central][settlementOf(member)] = amount
	}
	for denom, want := range known {
		for addr, amount := range want {
			differ(found, "I3", s.Height, amount, s.Balances[denom][addr], "%s at %s", denom, sdk.AccAddress(addr[:]))
		}
		for addr, amount := range s.Balances[denom] {
			if _, ours := want[addr]; !ours && amount != 0 {
				found.add("I3", s.Height, "nothing", fmt.Sprint(amount), "%s at %s, which is no wallet in use", denom, sdk.AccAddress(addr[:]))
			}
		}
	}
	for _, p := range s.Positions {
		m.position(found, s, p)
	}
}

func (m *Model) position(found *findings, s Scan, p netting.PositionView) {
	member := m.town.members[p.Member]
	differ(found, "I3", s.Height, m.owed[member], p.Owed, "%s owes", p.Member)
	differ(found, "I3", s.Height, m.due[member], p.Due, "%s is due", p.Member)
	limit := min(s.Balances[central][settlementOf(member)], m.town.caps[member])
	if used := p.Owed + p.Reserved; used > limit+p.Due && !p.OutboundBlocked {
		found.add("I3", s.Height, fmt.Sprintf("at most %d", limit), fmt.Sprint(used-p.Due), "position of %s, which is not blocked", p.Member)
	}
}
