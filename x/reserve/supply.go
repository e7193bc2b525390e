// SPDX-License-Identifier: Apache-2.0

package reserve

import "math/bits"

// Issue adds to what was ever issued. Error: ErrTotalOverflow, nothing changed.
func (t *Totals) Issue(amount uint64) error {
	sum, carry := bits.Add64(t.Issued, amount, 0)
	if carry != 0 {
		return ErrTotalOverflow.Wrapf("issued %d and %d more", t.Issued, amount)
	}
	t.Issued = sum
	return nil
}

// Redeem adds to what was ever redeemed. A member may redeem more than was issued for it, since its customers are paid
// by others' customers too. Error: ErrTotalOverflow, nothing changed.
func (t *Totals) Redeem(amount uint64) error {
	sum, carry := bits.Add64(t.Redeemed, amount, 0)
	if carry != 0 {
		return ErrTotalOverflow.Wrapf("redeemed %d and %d more", t.Redeemed, amount)
	}
	t.Redeemed = sum
	return nil
}

// Supply is issued minus redeemed of a denom. Error: ErrInvariantBroken if more was redeemed than issued.
func (t Totals) Supply() (uint64, error) {
	if t.Redeemed > t.Issued {
		return 0, ErrInvariantBroken.Wrapf("redeemed %d exceeds issued %d", t.Redeemed, t.Issued)
	}
	return t.Issued - t.Redeemed, nil
}

// MoveOut adds to what went to other custodians with wallets that moved. Error: ErrTotalOverflow, nothing changed.
func (t *Totals) MoveOut(amount uint64) error {
	sum, carry := bits.Add64(t.MovedOut, amount, 0)
	if carry != 0 {
		return ErrTotalOverflow.Wrapf("moved out %d and %d more", t.MovedOut, amount)
	}
	t.MovedOut = sum
	return nil
}

// MoveIn adds to what came from other custodians with wallets that moved. Error: ErrTotalOverflow, nothing changed.
func (t *Totals) MoveIn(amount uint64) error {
	sum, carry := bits.Add64(t.MovedIn, amount, 0)
	if carry != 0 {
		return ErrTotalOverflow.Wrapf("moved in %d and %d more", t.MovedIn, amount)
	}
	t.MovedIn = sum
	return nil
}

// Liability is what a member owes the holders of a denom: issued - redeemed - out + in - moved out + moved in, where out
// and in are what its customers ever paid to and got from other members' customers. Errors: ErrTotalOverflow,
// ErrInvariantBroken.
func (t Totals) Liability(out, in uint64) (uint64, error) {
	plus, carry := bits.Add64(t.Issued, in, 0)
	plus, carry2 := bits.Add64(plus, t.MovedIn, 0)
	minus, carry3 := bits.Add64(t.Redeemed, out, 0)
	minus, carry4 := bits.Add64(minus, t.MovedOut, 0)
	if carry+carry2+carry3+carry4 != 0 {
		return 0, ErrTotalOverflow.Wrapf("issued %d, in %d, moved in %d, redeemed %d, out %d, moved out %d",
			t.Issued, in, t.MovedIn, t.Redeemed, out, t.MovedOut)
	}
	if minus > plus {
		return 0, ErrInvariantBroken.Wrapf("liability below zero: issued %d, in %d, moved in %d, redeemed %d, out %d, moved out %d",
			t.Issued, in, t.MovedIn, t.Redeemed, out, t.MovedOut)
	}
	return plus - minus, nil
}
