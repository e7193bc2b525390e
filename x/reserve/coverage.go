// SPDX-License-Identifier: Apache-2.0

package reserve

import "math/big"

// MaxPercent is the largest coverage that can be asked, in percent of the debt.
const MaxPercent uint32 = 1_000

// Holds says whether what the member owes is covered as far as its percentage asks:
//
//	percent x (liability - in flight) + 100 x (waiting + owed) <= 100 x (reserve + settlement + due)
//
// in integers and without division. A waiting receipt lies in the reserve and belongs to whoever waits for it, so it
// stands on both sides until it is minted. At 0 percent nothing is tested.
func (c Coverage) Holds() bool {
	return c.Percent == 0 || c.margin(c.Percent).Sign() >= 0
}

// HoldsInFull says whether what the member owes is covered at 100 percent, or at its percentage if that is less.
func (c Coverage) HoldsInFull() bool {
	return c.Percent == 0 || c.margin(min(c.Percent, 100)).Sign() >= 0
}

// HoldsForAll says whether every customer could be paid out in full: HoldsInFull, with what is in flight still owed, since
// the money may leave and does not have to.
func (c Coverage) HoldsForAll() bool {
	c.InFlight = 0
	return c.HoldsInFull()
}

// Surplus is what covers minus what is owed at 100 percent, in minor units; below zero if money is missing. A
// difference beyond 64 bits reads as the largest one.
func (c Coverage) Surplus() int64 {
	surplus := new(big.Int).Quo(c.margin(100), big.NewInt(100))
	if surplus.IsInt64() {
		return surplus.Int64()
	}
	return int64(surplus.Sign()) * (1<<63 - 1)
}

// AfterMint is the coverage once a waiting receipt is minted: it stops to wait and is owed.
func (c Coverage) AfterMint(amount uint64) Coverage {
	c.Liability += amount
	c.Waiting -= min(amount, c.Waiting)
	return c
}

// AfterFundsOut is the coverage once the amount has left the settlement account.
func (c Coverage) AfterFundsOut(amount uint64) Coverage {
	c.Settlement -= min(amount, c.Settlement)
	return c
}

// margin is the right side of the rule minus the left one, in hundredths of minor units.
func (c Coverage) margin(percent uint32) *big.Int {
	have := big.NewInt(c.Reserve)
	have.Add(have, whole(c.Settlement)).Add(have, whole(c.Due))
	have.Sub(have, whole(c.Waiting)).Sub(have, whole(c.Owed))
	have.Mul(have, big.NewInt(100))

	debt := whole(c.Liability - min(c.InFlight, c.Liability))
	return have.Sub(have, debt.Mul(debt, big.NewInt(int64(percent))))
}

func whole(v uint64) *big.Int { return new(big.Int).SetUint64(v) }
