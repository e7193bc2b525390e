// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/reserve"
)

// attestReserve: attest-reserve bank-a by=bank-b amount=100.00 [date=20260301]: one institution's word on what a
// reserve held at the end of a day, the one before if none is named.
func (j *Journey) attestReserve(a *args) string {
	by, denom := a.text("by", required), a.denom()
	return j.deliver(j.officer(by, genesis.KeyAttestation), &reserve.MsgAttestReserve{
		Attestor: j.Keys.Address(by, genesis.KeyAttestation, 0).String(), Rail: "rail-" + denom, Member: a.first(),
		Amount: a.amount(), BookingDate: uint32(a.number("date", uint64(j.localDay(-1)))), Digest: ground("statement"),
	})
}

// decide: decide bank-a entry=E1 mint attestor=bank-b, or decide bank-a entry=E1 drop
func (j *Journey) decideReceipt(a *args) string {
	denom, entry := a.denom(), a.text("entry", required)
	account := a.first() + "-" + denom
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &reserve.MsgDecideReceipt{
			Authority: authority, Rail: "rail-" + denom, Account: account, BookingDate: j.bookedOn(account, entry),
			EntryReference: entry, Mint: a.has("mint"), Attestor: a.text("attestor", ""),
		}
	})
}

// resumeRail: resume-rail [denom=cny]
func (j *Journey) resumeRail(a *args) string {
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &reserve.MsgResumeRail{Authority: authority, Rail: "rail-" + a.denom()}
	})
}

// returned: returned alice uetr=out entry=R1 amount=20.00: the rail gave back what was paid out, attested by two of three.
func (j *Journey) returned(a *args) string {
	p, denom := a.person(a.first()), a.denom()
	account, entry := a.text("account", p.Bank)+"-"+denom, a.text("entry", required)
	out := ""
	for _, by := range []string{genesis.BankA, genesis.BankB} {
		out += j.deliver(j.officer(by, genesis.KeyAttestation), &reserve.MsgAttestReceipt{
			Attestor: j.Keys.Address(by, genesis.KeyAttestation, 0).String(), Rail: "rail-" + denom,
			Account: account, BookingDate: j.bookedOn(account, entry), EntryReference: entry,
			Denom: denom, Amount: a.amount(), ReturnWallet: p.Address.String(), ReturnUetr: a.uetr().String(),
		})
	}
	return out
}

// reserveOf: reserve bank-a [denom=cny]: what backs a member's e-money.
func (j *Journey) reserveOf(a *args) string {
	res, err := j.query().reserve.Reserve(j.Context(), &reserve.QueryReserveRequest{Member: a.first(), Denom: a.denom()})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	figures, state := res.Coverage.Figures, "covered"
	switch {
	case res.Coverage.Stopped != reserve.STOP_CAUSE_UNSPECIFIED:
		state = "minting stopped: " + strings.TrimPrefix(res.Coverage.Stopped.String(), "STOP_CAUSE_")
	case !res.Coverage.Covered:
		state = "not covered"
	}
	return fmt.Sprintf("liability %s in flight %s waiting %s | reserve %s settlement %s owed %s due %s | %s\n",
		money(figures.Liability, ""), money(figures.InFlight, ""), money(figures.Waiting, ""), signed(figures.Reserve),
		money(figures.Settlement, ""), money(figures.Owed, ""), money(figures.Due, ""), state)
}
