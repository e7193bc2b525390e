// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"crypto/sha256"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/wallet"
)

// ground is the salted digest of what an order rests on.
func ground(name string) []byte {
	h := sha256.Sum256([]byte("ground of " + name))
	return h[:]
}

func (a *args) effect() compliance.Effect {
	return compliance.Effect(a.enum("effect", "EFFECT_", compliance.Effect_value, "frozen"))
}

// officerOf is the COMPLIANCE officer named by by=.
func (j *Journey) asOfficer(a *args, build func(officer string) sdk.Msg) string {
	member := a.text("by", required)
	if a.err != nil {
		return ""
	}
	return j.deliver(j.officer(member, genesis.KeyCompliance), build(j.Keys.Address(member, genesis.KeyCompliance, 0).String()))
}

// restrict: restrict alice by=bank-a effect=frozen [denom=cny]: an EMERGENCY order.
func (j *Journey) restrict(a *args) string {
	p := a.person(a.first())
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgRestrict{
			Officer: officer, Wallet: p.Address.String(), Denom: a.text("denom", ""), Effect: a.effect(), Ground: ground(p.Name),
		}
	})
}

// propose: propose alice by=regulator effect=sanctioned: the first half of a CONFIRMED order.
func (j *Journey) propose(a *args) string {
	p := a.person(a.first())
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgProposeRestriction{
			Officer: officer, Wallet: p.Address.String(), Denom: a.text("denom", ""), Effect: a.effect(), Ground: ground(p.Name),
		}
	})
}

func (j *Journey) confirm(a *args) string {
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgConfirmRestriction{Officer: officer, Order: a.number("order", 1)}
	})
}

func (j *Journey) lift(a *args) string {
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgLiftRestriction{Officer: officer, Order: a.number("order", 1)}
	})
}

func (j *Journey) proposeLift(a *args) string {
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgProposeLift{Officer: officer, Order: a.number("order", 1), Ground: ground("lift")}
	})
}

func (j *Journey) confirmLift(a *args) string {
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgConfirmLift{Officer: officer, Order: a.number("order", 1)}
	})
}

// setLimit replaces the limit table by its rows and one more, which takes the place of the same row:
// limits kind=person tier=2 window=tx measure=out amount=10.00 [strength=two] [channel=static-code]
// [scope=person|person-at-member] [exclude-own] [from=24h] [until=48h] [add]
func (j *Journey) setLimit(a *args) string {
	res, err := j.query().compliance.Limits(j.Context(), &compliance.QueryLimitsRequest{})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	row := compliance.Limit{
		Tier: uint32(a.number("tier", 2)), Denom: a.denom(), Amount: a.amount(),
		Kind:    wallet.WalletKind(a.enum("kind", "WALLET_KIND_", wallet.WalletKind_value, "person")),
		Window:  compliance.Window(a.enum("window", "WINDOW_", compliance.Window_value, "tx")),
		Measure: compliance.Measure(a.enum("measure", "MEASURE_", compliance.Measure_value, "out")),
		Scope:   compliance.Scope(a.enum("scope", "SCOPE_", compliance.Scope_value, "unspecified")),
		Channel: wallet.Channel(a.enum("channel", "CHANNEL_", wallet.Channel_value, "unspecified")),
	}
	row.Strength = compliance.Strength(a.enum("strength", "STRENGTH_", compliance.Strength_value, "cert"))
	row.ExcludeOwn = a.has("exclude-own")
	if a.has("from") {
		row.From = j.clockIn(a, "from", "")
	}
	if a.has("until") {
		row.Until = j.clockIn(a, "until", "")
	}
	limits := []compliance.Limit{row}
	for _, l := range res.Table.Limits {
		same := l.Tier == row.Tier && l.Kind == row.Kind && l.Window == row.Window && l.Measure == row.Measure && l.Denom == row.Denom &&
			l.Strength == row.Strength && l.Channel == row.Channel && max(l.Scope, compliance.SCOPE_WALLET) == max(row.Scope, compliance.SCOPE_WALLET) &&
			l.ExcludeOwn == row.ExcludeOwn
		if !same || a.has("add") {
			limits = append(limits, l)
		}
	}
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &compliance.MsgSetLimits{Authority: authority, Limits: limits}
	})
}

// setCap: cap bank-a amount=100.00 [by=authority|member]: cuts a cap; a raise is offered and accepted.
func (j *Journey) setCap(a *args) string {
	member, currency := a.first(), a.text("currency", "CNY")
	if a.text("by", "authority") == "member" {
		return j.deliver(j.officer(member, genesis.KeyTreasury), &netting.MsgLowerCap{
			Treasury: j.Keys.Address(member, genesis.KeyTreasury, 0).String(), Currency: currency, Cap: a.amount(),
		})
	}
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &netting.MsgSetCap{Authority: authority, Member: member, Currency: currency, Cap: a.amount()}
	})
}

func (j *Journey) suspend(a *args) string {
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &consortium.MsgSuspendMember{Authority: authority, Member: a.first()}
	})
}

func (j *Journey) reinstate(a *args) string {
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &consortium.MsgReinstateMember{Authority: authority, Member: a.first()}
	})
}

// byAuthority has the consortium act, by the votes of voters=bank-a+bank-b or of as many members as decide. What is
// told is what came of it; the journeys of governance tell how it was decided.
func (j *Journey) byAuthority(a *args, build func(authority string) sdk.Msg) string {
	msg := build(j.Authority())
	if a.err != nil {
		return ""
	}
	voters := j.Voters()
	if a.has("voters") {
		voters = strings.Split(a.text("voters", required), "+")
	}
	raw := j.Decide(voters, msg)
	if j.pending != nil {
		return j.commit(raw...)
	}
	res := j.Block(raw...)
	clear(j.sequences)
	for _, tx := range res.TxResults {
		if tx.Code != 0 {
			return renderTx(tx)
		}
	}
	var told []abci.Event
	decided := false
	for _, e := range res.Events {
		switch strings.TrimPrefix(e.Type, "tael.consortium.v1.") {
		case "EventProposalExecuted":
			decided = true
		case "EventProposalFailed":
			decided, told = true, append(told, e)
		default:
			told = append(told, e)
		}
	}
	if !decided {
		return "not decided\n" + renderEvents(told)
	}
	return renderEvents(told)
}
