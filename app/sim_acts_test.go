// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// asked is a redemption that was requested, whatever became of it.
type asked struct {
	who  *customer
	uetr string
}

// sleeper is a customer that nothing happens to but what its bank does.
func sleeper(n int) sdk.AccAddress {
	salt := seedOf(fmt.Sprintf("sleeper %d", n))
	return wallet.AddressFromSalt(salt[:])
}

const sleeping = 3

func sleepers(n *genesis.Network) {
	for i := range sleeping {
		n.Wallets = append(n.Wallets, genesis.Wallet{
			Address: sleeper(i), Custodian: custodians[i].id, Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
			Balances: []genesis.Balance{{Denom: "cny", Amount: 77}},
		})
	}
}

// cover is what a member has on its settlement account.
func (s *simulation) cover(member string) uint64 {
	m, err := s.App.Keepers.Consortium.MemberByID(s.Context(), member)
	if err != nil {
		return 0
	}
	return s.App.Keepers.Bank.GetBalance(s.Context(), netting.SettlementAccount(m.Number, "ecny"), "ecny").Amount.Uint64()
}

// debtor is a custodian that owes more than it is due in the open cycle, if there is one.
func (s *simulation) debtor() string {
	for _, bank := range custodians {
		if p, err := s.App.Keepers.Netting.Position(s.Context(), "CNY", bank.number); err == nil && p.Owed() > p.Due() {
			return bank.id
		}
	}
	return s.bank()
}

// localDay is the chain's day at +08:00 and so many days later, as rails write it.
func (s *simulation) localDay(later int64) uint32 {
	return reserve.LocalDate(s.Time.Unix()+later*86_400, 8*3_600)
}

func (s *simulation) attestor() (string, *secp256k1.PrivKey) {
	member := []string{genesis.BankA, genesis.BankB, genesis.Clearing}[s.r.Intn(3)]
	return member, s.Keys.Account(member, genesis.KeyAttestation, 0)
}

// caps offers a cap, accepts what may be on offer, lowers one, or keeps money for urgent payments.
func (s *simulation) caps() []byte {
	member := s.bank()
	treasury := s.Keys.Account(member, genesis.KeyTreasury, 0)
	amount := uint64(1+s.r.Intn(6)) * 200
	switch s.r.Intn(6) {
	case 0, 1:
		risk := s.Keys.Account(genesis.Clearing, genesis.KeyRisk, 0)
		return s.post(risk, &netting.MsgProposeCap{
			Risk: address(risk), Member: member, Currency: "CNY", Cap: amount, ExpiresAt: s.Time.Unix() + int64(1+s.r.Intn(86_400)),
		})
	case 2:
		return s.post(treasury, &netting.MsgAcceptCap{Treasury: address(treasury), Currency: "CNY", Cap: amount})
	case 3:
		return s.post(treasury, &netting.MsgLowerCap{Treasury: address(treasury), Currency: "CNY", Cap: amount})
	default:
		return s.post(treasury, &netting.MsgSetEarmark{Treasury: address(treasury), Currency: "CNY", Amount: uint64(s.r.Intn(300))})
	}
}

// attestReserve states a reserve of yesterday: what the chain expects of it, so that others agree, or something else.
func (s *simulation) attestReserve() []byte {
	member := s.bank()
	_, key := s.attestor()
	amount := uint64(s.r.Intn(4_000))
	if n, err := s.App.Keepers.Consortium.MemberByID(s.Context(), member); err == nil && s.r.Intn(5) != 0 {
		r, err := s.App.Keepers.Reserve.Reserve(s.Context(), n.Number, "cny")
		if err == nil {
			amount = uint64(max(0, r.RunningAt(s.localDay(-1))))
		}
	}
	digest := seedOf("statement")
	return s.post(key, &reserve.MsgAttestReserve{
		Attestor: address(key), Rail: "rail-cny", Member: member, Amount: amount, BookingDate: s.localDay(-1), Digest: digest[:],
	})
}

// returned gives a pay-out back, half of the time by the word of one attestor only.
func (s *simulation) returned() []byte {
	if len(s.asked) == 0 {
		return s.request()
	}
	a := s.asked[s.r.Intn(len(s.asked))]
	for _, one := range s.asked {
		uetr, err := wallet.ParseUETR(one.uetr)
		if err != nil {
			continue
		}
		if r, err := s.App.Keepers.Reserve.Redemption(s.Context(), one.who.address, uetr); err == nil && r.Status == reserve.REDEMPTION_STATUS_CONFIRMED {
			a = one
		}
	}
	_, key := s.attestor()
	return s.post(key, &reserve.MsgAttestReceipt{
		Attestor: address(key), Rail: "rail-cny", Account: a.who.bank + "-cny", BookingDate: 20260302, EntryReference: "R" + a.uetr[:30],
		Denom: "cny", Amount: uint64(1 + len(a.uetr)%2), ReturnWallet: a.who.address.String(), ReturnUetr: a.uetr,
	})
}

// custody asks for a move, withdraws one or accepts it. A customer stays with the bank that a test knows it by; who moves
// there and back is found in state.
func (s *simulation) custody() []byte {
	c := s.who()
	to := s.bank()
	switch s.r.Intn(5) {
	case 0:
		if c.owner != nil {
			return s.post(c.owner, &wallet.MsgRequestCustodyMove{Signer: c.address.String(), Wallet: c.address.String(), To: to})
		}
		operator := s.operatorOf(c)
		return s.post(operator, &wallet.MsgRequestCustodyMove{Signer: address(operator), Wallet: c.address.String(), To: to})
	case 1:
		operator := s.operatorOf(c)
		return s.post(operator, &wallet.MsgCancelCustodyMove{Signer: address(operator), Wallet: c.address.String()})
	default:
		for _, c := range s.customers {
			move, err := s.App.Keepers.Wallet.CustodyMove(s.Context(), c.address)
			if err != nil {
				continue
			}
			member, err := s.App.Keepers.Consortium.Member(s.Context(), move.To)
			if err != nil {
				continue
			}
			operator := s.Keys.Account(member.Id, genesis.KeyOperations, 0)
			return s.post(operator, &reserve.MsgAcceptCustodyMove{Operator: address(operator), Wallet: c.address.String()})
		}
		operator := s.Keys.Account(to, genesis.KeyOperations, 0)
		return s.post(operator, &reserve.MsgAcceptCustodyMove{Operator: address(operator), Wallet: c.address.String()})
	}
}

// operatorOf is OPERATIONS of whoever keeps a customer's wallet now.
func (s *simulation) operatorOf(c *customer) *secp256k1.PrivKey {
	bank := c.bank
	if w, err := s.App.Keepers.Wallet.Wallet(s.Context(), c.address); err == nil {
		if m, err := s.App.Keepers.Consortium.Member(s.Context(), w.Custodian); err == nil {
			bank = m.Id
		}
	}
	return s.Keys.Account(bank, genesis.KeyOperations, 0)
}

func (s *simulation) dormancy() []byte {
	c := s.who()
	if s.r.Intn(3) != 0 {
		n := s.r.Intn(sleeping)
		c = &customer{address: sleeper(n), bank: custodians[n].id}
	}
	operator := s.operatorOf(c)
	switch s.r.Intn(4) {
	case 0:
		return s.post(operator, &wallet.MsgGiveDormancyNotice{Operator: address(operator), Wallet: c.address.String()})
	case 1:
		if s.r.Intn(4) == 0 {
			return s.post(operator, &wallet.MsgWithdrawDormancyNotice{Signer: address(operator), Wallet: c.address.String()})
		}
		fallthrough
	default:
		return s.post(operator, &reserve.MsgSweepDormant{Operator: address(operator), Wallet: c.address.String(), Denom: "cny"})
	}
}

// person commits a wallet to one of three people.
func (s *simulation) person() []byte {
	c := s.who()
	operator := s.operatorOf(c)
	year := uint32(s.Time.Year())
	commitment := wallet.PersonCommitment(c.address, year, personTag(s.r.Intn(3)), seedOf("salt of "+c.name))
	return s.post(operator, &wallet.MsgCommitPerson{Operator: address(operator), Wallet: c.address.String(), Year: year, Commitment: commitment[:]})
}

func personTag(n int) [32]byte { return seedOf(fmt.Sprintf("person %d", n)) }

func (s *simulation) closeCase() []byte {
	key := s.officer()
	return s.post(key, &compliance.MsgCloseCase{Officer: address(key), Case: uint64(1 + s.r.Intn(8)), Resolution: s.digest()})
}

// held is an entry that is ON_HOLD, if there is one.
func (s *simulation) held() int {
	for entry := range s.entry() + 4 {
		day, thought := s.days[entry]
		if !thought {
			continue
		}
		account, _ := s.booked(entry)
		key := reserve.ReceiptKey{Rail: "rail-cny", Account: account, BookingDate: day, EntryReference: fmt.Sprintf("S%d", entry)}
		if i, err := s.App.Keepers.Reserve.Issuance(s.Context(), key); err == nil && i.Status == reserve.ISSUANCE_STATUS_ON_HOLD {
			return entry
		}
	}
	return s.entry()
}

// authorityAct is what the authority does about receipts, rails, policies and the customers of a suspended member.
func (s *simulation) authorityAct() sdk.Msg {
	switch s.r.Intn(5) {
	case 0:
		return &reserve.MsgResumeRail{Authority: s.authority, Rail: "rail-cny"}
	case 1:
		return &wallet.MsgRequestCustodyMove{Signer: s.authority, Wallet: s.who().address.String(), To: s.bank()}
	case 2:
		inflow, percent := netting.Inflow(1+s.r.Intn(3)), uint32(0)
		if inflow == netting.INFLOW_PERCENT {
			percent = uint32(1 + s.r.Intn(100))
		}
		return &netting.MsgSetCurrencyPolicy{Authority: s.authority, Currency: "CNY", Inflow: inflow, InflowPercent: percent, AlarmPercents: []uint32{40, 80}}
	default:
		entry := s.held()
		account, day := s.booked(entry)
		msg := &reserve.MsgDecideReceipt{
			Authority: s.authority, Rail: "rail-cny", Account: account, BookingDate: day, EntryReference: fmt.Sprintf("S%d", entry), Mint: s.r.Intn(2) == 0,
		}
		if msg.Mint {
			msg.Attestor, _ = s.attestor()
		}
		return msg
	}
}
