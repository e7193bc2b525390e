// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

// exitCommands are those of members that come, are suspended and leave.
func exitCommands() map[string]func(*Journey, *args) string {
	return map[string]func(*Journey, *args) string{
		"register": (*Journey).register, "rail": (*Journey).setRail,
		"order-suspension": (*Journey).orderSuspension, "confirm-suspension": (*Journey).confirmSuspension,
		"begin-exit": (*Journey).beginExit, "name-successor": (*Journey).nameSuccessor,
		"accept-succession": (*Journey).acceptSuccession, "move-customers": (*Journey).moveCustomers,
		"plan": (*Journey).setPlan, "share": (*Journey).share, "open-items": (*Journey).openItems,
		"complete-exit": (*Journey).completeExit, "departure": (*Journey).departure,
	}
}

// register: register bank-e number=70 bic=LOCECNB0 [role=bank]: the authority admits an institution with an officer for
// each duty.
func (j *Journey) register(a *args) string {
	id := a.first()
	msg := &consortium.MsgRegisterMember{
		Number: uint32(a.number("number", 0)), Id: id, Name: "Local Member " + id, Lei: leiOf(a.number("number", 0)),
		Bic: a.text("bic", required), Jurisdiction: "CN",
		Roles: []consortium.Role{consortium.Role(a.enum("role", "ROLE_", consortium.Role_value, "bank"))},
	}
	for duty, use := range map[consortium.Duty]string{
		consortium.DUTY_GOVERNANCE: genesis.KeyGovernance, consortium.DUTY_OPERATIONS: genesis.KeyOperations,
		consortium.DUTY_TREASURY: genesis.KeyTreasury, consortium.DUTY_COMPLIANCE: genesis.KeyCompliance,
		consortium.DUTY_RISK: genesis.KeyRisk, consortium.DUTY_ATTESTATION: genesis.KeyAttestation, consortium.DUTY_SUBMITTER: genesis.KeySubmitter,
	} {
		msg.Duties = append(msg.Duties, consortium.DutyHolder{Duty: duty, Address: j.Keys.Address(id, use, 0).String()})
	}
	sortDuties(msg.Duties)
	out := j.byAuthority(a, func(authority string) sdk.Msg {
		msg.Authority = authority
		return msg
	})
	j.nameMembers()
	return out
}

func sortDuties(duties []consortium.DutyHolder) {
	for i := range duties {
		for k := i; k > 0 && duties[k].Duty < duties[k-1].Duty; k-- {
			duties[k], duties[k-1] = duties[k-1], duties[k]
		}
	}
}

// leiOf completes a number to an identifier with valid check digits.
func leiOf(number uint64) string {
	for check := range 97 {
		if lei := fmt.Sprintf("0000TAELEXIT%06d%02d", number, check+2); consortium.ValidateLEI(lei) == nil {
			return lei
		}
	}
	return ""
}

// setRail: rail rail-cny attestors=bank-a,bank-b accounts=bank-a,bank-b [threshold=2]: each account is its member's.
func (j *Journey) setRail(a *args) string {
	denom := strings.TrimPrefix(a.first(), "rail-")
	rail := reserve.Rail{Id: a.first(), Denom: denom, Attestors: a.list("attestors"), Threshold: uint32(a.number("threshold", 2))}
	for _, member := range a.list("accounts") {
		rail.Accounts = append(rail.Accounts, &reserve.RailAccount{Account: member + "-" + denom, Member: member})
	}
	return j.byAuthority(a, func(authority string) sdk.Msg { return &reserve.MsgSetRail{Authority: authority, Rail: rail} })
}

// byDuty has an officer act for the member of by=, or the authority.
func (j *Journey) byDuty(a *args, use string, build func(signer string) sdk.Msg) string {
	by := a.text("by", required)
	if by == "authority" {
		return j.byAuthority(a, build)
	}
	if a.err != nil {
		return ""
	}
	return j.deliver(j.officer(by, use), build(j.Keys.Address(by, use, 0).String()))
}

// orderSuspension: order-suspension bank-a by=regulator
func (j *Journey) orderSuspension(a *args) string {
	return j.byDuty(a, genesis.KeyCompliance, func(signer string) sdk.Msg {
		return &consortium.MsgOrderSuspension{Officer: signer, Member: a.first(), Ground: ground("suspension")}
	})
}

// confirmSuspension: confirm-suspension bank-a by=regulator
func (j *Journey) confirmSuspension(a *args) string {
	return j.byDuty(a, genesis.KeyGovernance, func(signer string) sdk.Msg {
		return &consortium.MsgConfirmSuspension{Officer: signer, Member: a.first()}
	})
}

// beginExit: begin-exit bank-e by=bank-e|authority [successor=bank-b]
func (j *Journey) beginExit(a *args) string {
	return j.byDuty(a, genesis.KeyGovernance, func(signer string) sdk.Msg {
		return &consortium.MsgBeginExit{Signer: signer, Member: a.first(), Successor: a.text("successor", "")}
	})
}

// nameSuccessor: name-successor bank-a to=bank-b by=authority
func (j *Journey) nameSuccessor(a *args) string {
	return j.byDuty(a, genesis.KeyGovernance, func(signer string) sdk.Msg {
		return &consortium.MsgNameSuccessor{Signer: signer, Member: a.first(), Successor: a.text("to", required)}
	})
}

// acceptSuccession: accept-succession bank-a by=bank-b
func (j *Journey) acceptSuccession(a *args) string {
	return j.byDuty(a, genesis.KeyGovernance, func(signer string) sdk.Msg {
		return &consortium.MsgAcceptSuccession{Officer: signer, Member: a.first()}
	})
}

// moveCustomers: move-customers bank-a wallets=alice,anna by=bank-b
func (j *Journey) moveCustomers(a *args) string {
	names := a.list("wallets")
	out := j.byDuty(a, genesis.KeyOperations, func(signer string) sdk.Msg {
		msg := &reserve.MsgMoveCustomers{Operator: signer, Member: a.first()}
		for _, name := range names {
			msg.Wallets = append(msg.Wallets, a.person(name).Address.String())
		}
		return msg
	})
	for _, name := range names {
		p := a.person(name)
		w, err := j.App.Keepers.Wallet.Wallet(j.Context(), p.Address)
		if err != nil {
			a.fail(err)
			return out
		}
		member, err := j.App.Keepers.Consortium.Member(j.Context(), w.Custodian)
		if err != nil {
			a.fail(err)
			return out
		}
		p.Bank = member.Id
	}
	return out
}

// setPlan: plan bank-a percent=40 [denom=cny]; percent=0 withdraws it.
func (j *Journey) setPlan(a *args) string {
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &reserve.MsgSetResolutionPlan{Authority: authority, Member: a.first(), Denom: a.denom(), Percent: uint32(a.number("percent", 0))}
	})
}

// share: share alice [denom=cny]: what a customer took and may still take under the plan.
func (j *Journey) share(a *args) string {
	res, err := j.query().reserve.ResolutionShare(j.Context(), &reserve.QueryResolutionShareRequest{
		Wallet: a.person(a.first()).Address.String(), Denom: a.denom(),
	})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	if res.Plan == 0 {
		return "no plan\n"
	}
	return fmt.Sprintf("plan %d: %s of %s taken, %s left\n", res.Plan, money(res.Taken, ""), money(res.Base, ""), money(res.Left, ""))
}

// openItems: open-items bank-e: what keeps a member from leaving.
func (j *Journey) openItems(a *args) string {
	res, err := j.query().reserve.OpenItems(j.Context(), &reserve.QueryOpenItemsRequest{Member: a.first()})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out strings.Builder
	for _, i := range res.Items {
		fmt.Fprintln(&out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d", i.Kind, i.At, i.Amount)), " "))
	}
	if out.Len() == 0 {
		return "nothing\n"
	}
	return out.String()
}

// completeExit: complete-exit bank-e by=bank-e|authority
func (j *Journey) completeExit(a *args) string {
	return j.byDuty(a, genesis.KeyGovernance, func(signer string) sdk.Msg {
		return &reserve.MsgCompleteExit{Signer: signer, Member: a.first()}
	})
}

// departure: departure bank-e: a member's status and who takes its customers.
func (j *Journey) departure(a *args) string {
	res, err := j.query().consortium.Departure(j.Context(), &consortium.QueryDepartureRequest{Id: a.first()})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	text := res.Member + " " + res.Status.Name()
	if res.Successor != "" {
		text += ", successor " + res.Successor
		if res.AcceptedAt == 0 {
			text += " (asked)"
		}
	}
	for _, o := range res.SuspensionOrders {
		text += ", order of " + o.Regulator
		if o.Expired {
			text += " (expired)"
		}
	}
	return text + "\n"
}
