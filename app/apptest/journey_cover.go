// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
)

func (a *args) currency() string { return a.text("currency", "CNY") }

// offerCap: offer-cap bank-a amount=500.00 [by=clearing] [for=24h]; amount=0.00 withdraws the offer.
func (j *Journey) offerCap(a *args) string {
	by := a.text("by", genesis.Clearing)
	expires := j.clockIn(a, "for", "24h")
	amount := a.amount()
	if amount == 0 {
		expires = 0
	}
	return j.deliver(j.officer(by, genesis.KeyRisk), &netting.MsgProposeCap{
		Risk: j.Keys.Address(by, genesis.KeyRisk, 0).String(), Member: a.first(), Currency: a.currency(), Cap: amount, ExpiresAt: expires,
	})
}

// acceptCap: accept-cap bank-a amount=500.00
func (j *Journey) acceptCap(a *args) string {
	treasury, send := j.treasurer(a.first())
	return send(&netting.MsgAcceptCap{Treasury: treasury, Currency: a.currency(), Cap: a.amount()})
}

// earmark: earmark bank-a amount=100.00
func (j *Journey) earmark(a *args) string {
	treasury, send := j.treasurer(a.first())
	return send(&netting.MsgSetEarmark{Treasury: treasury, Currency: a.currency(), Amount: a.amount()})
}

// policy: policy [inflow=all|settled-only|percent] [percent=50] [alarms=50,80] [cut-offs=09:00,17:00] [closed=6,7]
// [holidays=20260501]; times are local at +08:00.
func (j *Journey) policy(a *args) string {
	msg := &netting.MsgSetCurrencyPolicy{
		Currency: a.currency(), Inflow: netting.Inflow(a.enum("inflow", "INFLOW_", netting.Inflow_value, "all")),
		InflowPercent: uint32(a.number("percent", 0)), AlarmPercents: a.numbers("alarms"),
	}
	if a.has("cut-offs") {
		msg.SettlementDay = &netting.SettlementDay{
			UtcOffsetSeconds: 8 * 3600, CutOffs: a.clocks("cut-offs"), Holidays: a.numbers("holidays"), ClosedWeekdays: a.numbers("closed"),
		}
	}
	return j.byAuthority(a, func(authority string) sdk.Msg {
		msg.Authority = authority
		return msg
	})
}

// intraday: intraday bank-a: what the settlement day has been for a member.
func (j *Journey) intraday(a *args) string {
	res, err := j.query().netting.Intraday(j.Context(), &netting.QueryIntradayRequest{Member: a.first(), Currency: a.currency()})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	v := res.Intraday
	return fmt.Sprintf("opened with %s sent %s received %s peak %s balance %s earmark %s available %s used %d %%\n",
		money(v.Opening, ""), money(v.Sent, ""), money(v.Received, ""), money(v.Peak, ""),
		money(v.Balance, ""), money(v.Earmark, ""), money(v.Available, ""), v.PercentUsed)
}

// clockIn is the block time of now and a duration, in unix seconds.
func (j *Journey) clockIn(a *args, key, otherwise string) int64 {
	d, err := time.ParseDuration(a.text(key, otherwise))
	if err != nil {
		a.fail(err)
	}
	return j.Time.Add(d).Unix()
}

// numbers reads key=1,2,3.
func (a *args) numbers(key string) []uint32 {
	var all []uint32
	for _, text := range a.list(key) {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			a.fail(err)
		}
		all = append(all, uint32(n))
	}
	return all
}

// clocks reads key=09:00,17:30 as seconds of the day.
func (a *args) clocks(key string) []uint32 {
	var all []uint32
	for _, text := range a.list(key) {
		clock, err := time.Parse("15:04", text)
		if err != nil {
			a.fail(err)
		}
		all = append(all, uint32(clock.Hour()*3600+clock.Minute()*60))
	}
	return all
}

// list reads key=a,b and, as the script's own form has it, key=(a,b).
func (a *args) list(key string) []string {
	arg, ok := a.d.Arg(key)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(strings.Split(strings.Join(arg.Vals, ","), ","), func(s string) bool { return s == "" })
}
