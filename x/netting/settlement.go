// SPDX-License-Identifier: Apache-2.0

package netting

import "math/bits"

// Settle is the settlement of all CLOSED cycles of a currency as one net, out of the members' positions, which must
// be those of the currency by member number. ErrInvariantBroken if the nets do not sum to zero.
func Settle(c Currency, positions []Position, now int64) (Settlement, error) {
	s := Settlement{Currency: c.Code, FirstCycle: c.SettledCycle + 1, LastCycle: c.OpenCycle - 1, SettledAt: now}
	received, carry := uint64(0), uint64(0)
	for _, p := range positions {
		net := Net{Member: p.Member, Owed: p.ClosedOwed, Due: p.ClosedDue}
		if net.Owed == net.Due {
			continue
		}
		s.Movements = append(s.Movements, SettlementMovement{Member: p.Member, Paid: net.Pays(), Received: net.Receives()})
		var over uint64
		s.Amount, over = bits.Add64(s.Amount, net.Pays(), 0)
		carry += over
		received, over = bits.Add64(received, net.Receives(), 0)
		carry += over
	}
	if carry != 0 || s.Amount != received {
		return Settlement{}, ErrInvariantBroken.Wrapf("nets of %s up to cycle %d: paid %d, received %d", c.Code, s.LastCycle, s.Amount, received)
	}
	return s, nil
}
