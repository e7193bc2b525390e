// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strings"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// escrow: escrow alice bob: what waits on its way out of the chain.
func (j *Journey) escrow(a *args) string {
	var out strings.Builder
	for _, arg := range a.d.CmdArgs {
		p := a.person(arg.Key)
		held := []string{}
		for _, coin := range j.App.Keepers.Bank.GetAllBalances(j.Context(), wallet.EscrowAddress(reserve.ModuleName, p.Address)) {
			held = append(held, money(coin.Amount.Uint64(), coin.Denom))
		}
		if len(held) == 0 {
			held = append(held, "nothing")
		}
		fmt.Fprintf(&out, "%s %s in escrow\n", p.Name, strings.Join(held, " "))
	}
	return out.String()
}

// usage: usage alice bob: what counts against the limits of the present day.
func (j *Journey) usage(a *args) string {
	var out strings.Builder
	for _, arg := range a.d.CmdArgs {
		p := a.person(arg.Key)
		res, err := j.query().compliance.Usage(j.Context(), &compliance.QueryUsageRequest{Wallet: p.Address.String()})
		if err != nil {
			return "error: " + err.Error() + "\n"
		}
		if len(res.Counters) == 0 {
			fmt.Fprintf(&out, "%s nothing today\n", p.Name)
		}
		for _, c := range res.Counters {
			fmt.Fprintf(&out, "%s today out %s in %s\n", p.Name, money(c.Out, c.Denom), money(c.In, c.Denom))
		}
	}
	return out.String()
}

// orders: orders alice: the restrictions on her wallet, the ended ones too.
func (j *Journey) orders(a *args) string {
	p := a.person(a.first())
	res, err := j.query().compliance.Restrictions(j.Context(), &compliance.QueryRestrictionsRequest{Wallet: p.Address.String()})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out strings.Builder
	for _, o := range res.Orders {
		fmt.Fprintf(&out, "order %d %s %s %s\n", o.Id, strings.TrimPrefix(o.Lane.String(), "LANE_"),
			strings.TrimPrefix(o.Effect.String(), "EFFECT_"), strings.TrimPrefix(o.Status.String(), "ORDER_STATUS_"))
	}
	fmt.Fprintf(&out, "in effect %s\n", strings.TrimPrefix(res.Strictest.String(), "EFFECT_"))
	return out.String()
}

// redemption: redemption alice uetr=out: where a way out stands.
func (j *Journey) redemption(a *args) string {
	p := a.person(a.first())
	res, err := j.query().reserve.Redemption(j.Context(), &reserve.QueryRedemptionRequest{
		Wallet: p.Address.String(), Uetr: a.uetr().String(),
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	r := res.Redemption
	reason := ""
	if r.Reason != 0 {
		reason = " " + compliance.Reason(r.Reason).String()
	}
	return fmt.Sprintf("%s%s amount %s attempt %d\n", strings.TrimPrefix(r.Status.String(), "REDEMPTION_STATUS_"), reason,
		money(r.Amount, r.Denom), r.Attempt)
}

// receipt: receipt alice entry=E1: where a booked entry on the account of her bank stands.
func (j *Journey) receipt(a *args) string {
	p, denom := a.person(a.first()), a.denom()
	account, entry := a.text("account", p.Bank)+"-"+denom, a.text("entry", required)
	res, err := j.query().reserve.Issuance(j.Context(), &reserve.QueryIssuanceRequest{
		Rail: "rail-" + denom, Account: account, BookingDate: j.bookedOn(account, entry), EntryReference: entry,
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	i := res.Issuance
	return strings.TrimSpace(fmt.Sprintf("%s attested %d times %s",
		strings.TrimPrefix(i.Status.String(), "ISSUANCE_STATUS_"), len(i.Attestations), i.Credited)) + "\n"
}

// cycles: cycles [currency=CNY]: the cycles that have closed.
func (j *Journey) cycles(a *args) string {
	res, err := j.query().netting.Cycles(j.Context(), &netting.QueryCyclesRequest{Currency: a.text("currency", "CNY")})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	if len(res.Cycles) == 0 {
		return "none closed\n"
	}
	var out strings.Builder
	for _, c := range res.Cycles {
		fmt.Fprintf(&out, "cycle %d %s obligations %d gross %s net %s\n", c.Number,
			strings.TrimPrefix(c.Status.String(), "CYCLE_STATUS_"), c.Obligations, money(c.Gross, ""), money(c.Net, ""))
	}
	return out.String()
}
