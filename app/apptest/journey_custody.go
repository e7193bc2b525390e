// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strings"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// moveCustody: move alice to=bank-b [by=owner|bank|authority|MEMBER]: asks that another custodian keep the wallet.
func (j *Journey) moveCustody(a *args) string {
	p, to := a.person(a.first()), a.text("to", required)
	build := func(signer string) sdk.Msg {
		return &wallet.MsgRequestCustodyMove{Signer: signer, Wallet: p.Address.String(), To: to}
	}
	if a.text("by", "owner") == "authority" {
		return j.byAuthority(a, build)
	}
	return j.bySomebody(a, p, build)
}

// cancelMove: cancel-move alice by=owner|bank|MEMBER
func (j *Journey) cancelMove(a *args) string {
	p := a.person(a.first())
	return j.bySomebody(a, p, func(signer string) sdk.Msg {
		return &wallet.MsgCancelCustodyMove{Signer: signer, Wallet: p.Address.String()}
	})
}

// acceptMove: accept-move alice by=bank-b
func (j *Journey) acceptMove(a *args) string {
	p, by := a.person(a.first()), a.text("by", required)
	out := j.deliver(j.officer(by, genesis.KeyOperations), &reserve.MsgAcceptCustodyMove{
		Operator: j.Keys.Address(by, genesis.KeyOperations, 0).String(), Wallet: p.Address.String(),
	})
	if !strings.HasPrefix(out, "error") {
		p.Bank = by
	}
	return out
}

// dormant: dormant alice [withdrawn by=owner]: notice that a wallet is dormant, or its withdrawal.
func (j *Journey) dormant(a *args) string {
	p := a.person(a.first())
	return j.bySomebody(a, p, func(signer string) sdk.Msg {
		if a.has("withdrawn") {
			return &wallet.MsgWithdrawDormancyNotice{Signer: signer, Wallet: p.Address.String()}
		}
		return &wallet.MsgGiveDormancyNotice{Operator: signer, Wallet: p.Address.String()}
	})
}

// sweep: sweep alice [denom=cny]: takes the money of a dormant wallet to its custodian's SUSPENSE wallet.
func (j *Journey) sweep(a *args) string {
	p := a.person(a.first())
	return j.deliver(j.officer(p.Bank, genesis.KeyOperations), &reserve.MsgSweepDormant{
		Operator: j.Keys.Address(p.Bank, genesis.KeyOperations, 0).String(), Wallet: p.Address.String(), Denom: a.denom(),
	})
}

// commitPerson: person alice tag=anna [year=2026]: the custodian commits a wallet to its holder's tag of a year.
func (j *Journey) commitPerson(a *args) string {
	p, year := a.person(a.first()), uint32(a.number("year", uint64(j.Time.Year())))
	commitment := wallet.PersonCommitment(p.Address, year, tag(a.text("tag", required)), personSalt(p.Name))
	return j.deliver(j.officer(p.Bank, genesis.KeyOperations), &wallet.MsgCommitPerson{
		Operator: j.Keys.Address(p.Bank, genesis.KeyOperations, 0).String(), Wallet: p.Address.String(), Year: year, Commitment: commitment[:],
	})
}

func tag(person string) [32]byte { return seed("person " + person) }

func personSalt(name string) [32]byte { return seed("person salt of " + name) }

// bySomebody has the owner act, the wallet's bank, or the OPERATIONS duty of a member named by by=.
func (j *Journey) bySomebody(a *args, p *Person, build func(signer string) sdk.Msg) string {
	var key *secp256k1.PrivKey
	switch by := a.text("by", "bank"); by {
	case "owner":
		key = p.Owner
	case "bank":
		key = j.officer(p.Bank, genesis.KeyOperations)
	default:
		key = j.officer(by, genesis.KeyOperations)
	}
	if a.err != nil || key == nil {
		return j.deliver(nil)
	}
	return j.deliver(key, build(sdk.AccAddress(key.PubKey().Address()).String()))
}

// cases: cases [bank-a]: what somebody has to resolve.
func (j *Journey) cases(a *args) string {
	member := ""
	if len(a.d.CmdArgs) > 0 {
		member = a.first()
	}
	res, err := j.query().compliance.Cases(j.Context(), &compliance.QueryCasesRequest{Member: member})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out strings.Builder
	for _, c := range res.Cases {
		fmt.Fprintf(&out, "case %d %s %s %s %s %s\n", c.Id, strings.TrimPrefix(c.Kind.String(), "CASE_KIND_"),
			strings.TrimPrefix(c.Status.String(), "CASE_STATUS_"), c.Member, money(c.Amount, c.Denom), c.Wallet)
	}
	if out.Len() == 0 {
		return "none\n"
	}
	return out.String()
}

// closeCase: close-case case=1 by=bank-a
func (j *Journey) closeCase(a *args) string {
	return j.asOfficer(a, func(officer string) sdk.Msg {
		return &compliance.MsgCloseCase{Officer: officer, Case: a.number("case", 1), Resolution: ground("resolution")}
	})
}

// headroom: headroom alice [strength=one|two|cert] [channel=static-code]: what may still be paid, received and held.
func (j *Journey) headroom(a *args) string {
	p := a.person(a.first())
	res, err := j.query().compliance.Headroom(j.Context(), &compliance.QueryHeadroomRequest{
		Wallet: p.Address.String(), Denom: a.denom(), Strength: compliance.Strength(a.enum("strength", "STRENGTH_", compliance.Strength_value, "one")),
		Channel: wallet.Channel(a.enum("channel", "CHANNEL_", wallet.Channel_value, "unspecified")),
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	if len(res.Headroom) == 0 {
		return "no limits apply\n"
	}
	var out strings.Builder
	for _, h := range res.Headroom {
		measure := strings.ToLower(strings.TrimPrefix(h.Measure.String(), "MEASURE_"))
		if h.Unlimited {
			fmt.Fprintf(&out, "%s unlimited\n", measure)
			continue
		}
		unknown := ""
		if h.PersonUnknown {
			unknown = ", person not known yet"
		}
		fmt.Fprintf(&out, "%s %s (%s %s of %s%s%s)\n", measure, money(h.Left, ""), strings.TrimPrefix(h.Row.Window.String(), "WINDOW_"),
			money(h.Used, ""), money(h.Row.Amount, ""), scopeText(h.Row.Scope), unknown)
	}
	return out.String()
}

func scopeText(s compliance.Scope) string {
	if s <= compliance.SCOPE_WALLET {
		return ""
	}
	return ", " + strings.TrimPrefix(s.String(), "SCOPE_")
}
