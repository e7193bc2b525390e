// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const (
	// guest is a bank without validator, rail and cap. It is suspended, resumes, and leaves for good at some time.
	guest, guestNumber = "bank-g", 70
	// guestWallets is how many customers it keeps.
	guestWallets = 3
)

// guestWallet is a customer of the guest without a device: it is paid, and moves.
func guestWallet(n int) sdk.AccAddress {
	salt := seedOf(fmt.Sprintf("customer %d of the guest", n))
	return wallet.AddressFromSalt(salt[:])
}

// withGuest admits the guest before the first block, with money of its customers.
func withGuest(n *genesis.Network) {
	keys, err := genesis.DevKeys(apptest.ChainID)
	if err != nil {
		panic(err) // the chain id is a local network's
	}
	m := consortium.Member{
		Number: guestNumber, Id: guest, Name: "Local Guest Bank", Bic: "LOCGCNB0", Jurisdiction: "CN",
		Roles: []consortium.Role{consortium.ROLE_BANK}, Status: consortium.MEMBER_STATUS_ACTIVE,
	}
	for check := range 97 {
		if m.Lei = fmt.Sprintf("0000TAELGUEST00070%02d", check+2); consortium.ValidateLEI(m.Lei) == nil {
			break
		}
	}
	duties := map[consortium.Duty]string{
		consortium.DUTY_GOVERNANCE: genesis.KeyGovernance, consortium.DUTY_OPERATIONS: genesis.KeyOperations,
		consortium.DUTY_TREASURY: genesis.KeyTreasury, consortium.DUTY_COMPLIANCE: genesis.KeyCompliance,
	}
	for duty := consortium.DUTY_UNSPECIFIED; duty <= consortium.DUTY_SUBMITTER; duty++ {
		if use, has := duties[duty]; has {
			m.Duties = append(m.Duties, consortium.DutyHolder{Duty: duty, Address: keys.Address(guest, use, 0).String()})
		}
	}
	n.Members = append(n.Members, m)
	for i := range guestWallets {
		n.Wallets = append(n.Wallets, genesis.Wallet{
			Address: guestWallet(i), Custodian: guest, Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
			Balances: []genesis.Balance{{Denom: "cny", Amount: 40}},
		})
	}
}

// departure is, as a rule, what takes the guest a step further on its way, else an act on it by anybody.
func (s *simulation) departure() []byte {
	m, err := s.App.Keepers.Consortium.MemberByID(s.Context(), guest)
	if err != nil || s.r.Intn(5) == 0 {
		return s.meddle()
	}
	switch m.Status {
	case consortium.MEMBER_STATUS_ACTIVE:
		return s.guestActive()
	case consortium.MEMBER_STATUS_SUSPENDED:
		return s.guestSuspended()
	case consortium.MEMBER_STATUS_EXITING:
		return s.guestExiting(m)
	default:
		return s.meddle()
	}
}

// guestActive pays its customers, and now and then has a regulator suspend it, or begins its exit.
func (s *simulation) guestActive() []byte {
	switch s.r.Intn(6) {
	case 0:
		return s.guestGovernance(func(signer string) sdk.Msg {
			return &consortium.MsgBeginExit{Signer: signer, Member: guest, Successor: s.bank()}
		})
	case 1, 2:
		return s.suspendGuest()
	default:
		return s.payGuest()
	}
}

// suspendGuest is the order of a regulator's COMPLIANCE, or the word of its GOVERNANCE that confirms it.
func (s *simulation) suspendGuest() []byte {
	if s.r.Intn(2) == 0 {
		key := s.Keys.Account(genesis.Regulator, genesis.KeyCompliance, 0)
		return s.post(key, &consortium.MsgOrderSuspension{Officer: address(key), Member: guest, Ground: s.digest()})
	}
	key := s.Keys.Account(genesis.Regulator, genesis.KeyGovernance, 0)
	return s.post(key, &consortium.MsgConfirmSuspension{Officer: address(key), Member: guest})
}

// guestSuspended is most often what the consortium decides of it: that it resumes, or leaves. A few customers move before.
func (s *simulation) guestSuspended() []byte {
	switch s.r.Intn(6) {
	case 0:
		return s.decide(&consortium.MsgBeginExit{Signer: s.authority, Member: guest, Successor: s.bank()})
	case 1:
		return s.decide(&consortium.MsgNameSuccessor{Signer: s.authority, Member: guest, Successor: s.bank()})
	case 2:
		return s.followGuest()
	case 3:
		return s.payGuest()
	default:
		return s.decide(&consortium.MsgReinstateMember{Authority: s.authority, Member: guest})
	}
}

// guestExiting moves customers to the successor that accepted, and leaves when nothing is open.
func (s *simulation) guestExiting(m consortium.Member) []byte {
	switch s.r.Intn(12) {
	case 0:
		return s.guestGovernance(func(signer string) sdk.Msg {
			return &consortium.MsgNameSuccessor{Signer: signer, Member: guest, Successor: s.bank()}
		})
	case 1:
		return s.payGuest()
	case 2:
		return s.suspendGuest()
	}
	succession, err := s.App.Keepers.Consortium.Succession(s.Context(), m.Number)
	if err != nil || !succession.Accepted() || len(s.guestCustomers()) > 0 {
		return s.followGuest()
	}
	items, err := s.App.Keepers.Reserve.OpenItems(s.Context(), m)
	if err == nil && len(items) > 0 && s.r.Intn(4) != 0 {
		operator := s.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
		return s.post(operator, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
	}
	return s.guestGovernance(func(signer string) sdk.Msg { return &reserve.MsgCompleteExit{Signer: signer, Member: guest} })
}

// guestGovernance has the guest's own officer act.
func (s *simulation) guestGovernance(build func(signer string) sdk.Msg) []byte {
	key := s.Keys.Account(guest, genesis.KeyGovernance, 0)
	return s.post(key, build(address(key)))
}

// followGuest has whoever is asked accept the customers, and take some of them, once he has accepted.
func (s *simulation) followGuest() []byte {
	by := s.bank()
	succession, err := s.App.Keepers.Consortium.Succession(s.Context(), guestNumber)
	if err == nil {
		if m, err := s.App.Keepers.Consortium.Member(s.Context(), succession.Successor); err == nil {
			by = m.Id
		}
	}
	if err != nil || !succession.Accepted() {
		key := s.Keys.Account(by, genesis.KeyGovernance, 0)
		return s.post(key, &consortium.MsgAcceptSuccession{Officer: address(key), Member: guest})
	}
	return s.takeFromGuest(s.Keys.Account(by, genesis.KeyOperations, 0))
}

// takeFromGuest moves one or two customers to the bank of an operator.
func (s *simulation) takeFromGuest(operator *secp256k1.PrivKey) []byte {
	left := s.guestCustomers()
	if len(left) == 0 {
		left = []string{guestWallet(0).String()}
	}
	portion := left[:1+s.r.Intn(min(2, len(left)))]
	return s.post(operator, &reserve.MsgMoveCustomers{Operator: address(operator), Member: guest, Wallets: portion})
}

// guestCustomers are those that the guest still keeps.
func (s *simulation) guestCustomers() []string {
	var left []string
	for i := range guestWallets {
		w, err := s.App.Keepers.Wallet.Wallet(s.Context(), guestWallet(i))
		if err == nil && w.Custodian == guestNumber && w.Status == wallet.WALLET_STATUS_ACTIVE {
			left = append(left, guestWallet(i).String())
		}
	}
	return left
}

func (s *simulation) payGuest() []byte {
	owner := s.customers[6+s.r.Intn(3)]
	return s.post(owner.owner, &payment.MsgPay{
		Payer: owner.address.String(), Payee: guestWallet(s.r.Intn(guestWallets)).String(), Uetr: s.newUETR().String(), Denom: "cny",
		Amount: uint64(1 + s.r.Intn(60)), ValidUntil: uint64(s.Time.Unix()) + 3_600,
	})
}

// meddle is an act about the guest's way by somebody, at a moment, whoever may and whenever it may be.
func (s *simulation) meddle() []byte {
	by := append([]string{guest, genesis.Regulator, genesis.Clearing}, genesis.BankA, genesis.BankB, genesis.WalletOp)[s.r.Intn(6)]
	use := []string{genesis.KeyGovernance, genesis.KeyOperations, genesis.KeyCompliance}[s.r.Intn(3)]
	key := s.Keys.Account(by, use, 0)
	from := address(key)
	acts := []sdk.Msg{
		&consortium.MsgOrderSuspension{Officer: from, Member: guest, Ground: s.digest()},
		&consortium.MsgConfirmSuspension{Officer: from, Member: guest},
		&consortium.MsgBeginExit{Signer: from, Member: guest, Successor: s.bank()},
		&consortium.MsgNameSuccessor{Signer: from, Member: guest, Successor: s.bank()},
		&consortium.MsgAcceptSuccession{Officer: from, Member: guest},
		&reserve.MsgMoveCustomers{Operator: from, Member: guest, Wallets: []string{guestWallet(s.r.Intn(guestWallets)).String()}},
		&reserve.MsgCompleteExit{Signer: from, Member: guest},
	}
	return s.post(key, acts[s.r.Intn(len(acts))])
}
