// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

const (
	// localZone is the data zone of a network that stands on one machine.
	localZone = "local"

	// localEIP155 plus n is the number of tael-local-<n> in typed data.
	localEIP155 = 8_233_000_000

	// localExponent is the number of decimals of every local denom.
	localExponent = 2
)

// Local describes the local network tael-local-<n>: two banks, a clearing house and a wallet operator that validate,
// a central bank and a regulator that do not. It starts with no money: the central bank issues, rails attest. It
// fails with ErrDevelopmentKey on any other chain id.
func Local(chainID string, now time.Time) (Network, error) {
	keys, err := DevKeys(chainID)
	if err != nil {
		return Network{}, err
	}
	number, err := strconv.ParseUint(strings.TrimPrefix(chainID, "tael-local-"), 10, 32)
	if err != nil {
		return Network{}, fmt.Errorf("%w, got %q", ErrChainID, chainID)
	}
	n := Network{
		ChainID: chainID, EIP155ID: localEIP155 + number, DataZone: localZone, Time: now.UTC().Truncate(time.Second),
		ValidatorRoles: []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_CLEARING, consortium.ROLE_WALLET_OPERATOR},
		Currencies:     localCurrencies(),
		Rails:          localRails(),
		Limits:         localLimits(),
		Quotas:         localQuotas(),
	}
	n.Authority, _ = LocalAuthority(keys)
	for i, m := range localMembers() {
		number := uint32(i) + 1
		n.Members = append(n.Members, m.member(number, keys))
		n.Wallets = append(n.Wallets, m.wallets(keys)...)
		if !m.Validates {
			continue
		}
		n.Validators = append(n.Validators, consortium.Validator{
			Member: number, PubKey: keys.Validator(m.ID).PubKey().Bytes(), Power: localPower, Moniker: m.ID,
		})
	}
	return n, nil
}

// LocalAuthority is the authority of a local network and the members whose GOVERNANCE keys are its seats, in order.
func LocalAuthority(keys Keys) (Authority, []string) {
	seats := LocalValidators()[:localSeats]
	pubKeys := make([]cryptotypes.PubKey, 0, localSeats)
	for _, member := range seats {
		pubKeys = append(pubKeys, keys.Account(member, KeyGovernance, 0).PubKey())
	}
	return Authority{Threshold: localThreshold, Seats: pubKeys}, seats
}

// wallets are the member's own: one at its treasury's address, and a SUSPENSE wallet per e-money denom of a custodian.
func (m localMember) wallets(keys Keys) []Wallet {
	if !m.Custodian && m.Role != consortium.ROLE_CENTRAL_BANK {
		return nil
	}
	wallets := []Wallet{{
		Address: keys.Address(m.ID, KeyTreasury, 0), Custodian: m.ID, Kind: wallet.WALLET_KIND_CORPORATE,
		Tier: treasuryTier, OwnerKey: true,
	}}
	if !m.Custodian {
		return wallets
	}
	for _, c := range localCurrencies() {
		wallets = append(wallets, Wallet{
			Address: wallet.AddressFromSalt(keys.seed(m.ID, "suspense "+c.EMoney, 0)), Custodian: m.ID,
			Kind: wallet.WALLET_KIND_SUSPENSE, Currency: c.EMoney,
		})
	}
	return wallets
}

// localCurrencies are the yuan, with hourly cut-offs, and the Hong Kong dollar, with one in the afternoon. They settle
// every day of the week: a local network has no weekend.
func localCurrencies() []Currency {
	caps := []Cap{{BankA, 1_000_000_000}, {BankB, 1_000_000_000}, {WalletOp, 500_000_000}}
	return []Currency{
		{
			Code: "CNY", EMoney: "cny", Central: "ecny", Exponent: localExponent, Issuer: CentralBank,
			SettlementDay: &netting.SettlementDay{UtcOffsetSeconds: localOffset, CutOffs: everyHour()}, Caps: caps,
		},
		{
			Code: "HKD", EMoney: "hkd", Central: "ehkd", Exponent: localExponent, Issuer: CentralBank,
			SettlementDay: &netting.SettlementDay{UtcOffsetSeconds: localOffset, CutOffs: []uint32{17*hour + hour/2}}, Caps: caps,
		},
	}
}

const (
	hour = 3_600
	// localOffset is the clock of both places.
	localOffset = 8 * hour
)

// everyHour are the cut-offs from 01:00 to 23:00, the last of which ends the day.
func everyHour() []uint32 {
	all := make([]uint32, 0, 23)
	for h := uint32(1); h <= 23; h++ {
		all = append(all, h*hour)
	}
	return all
}

// localRails are one rail per e-money denom, attested by two of three, with an account per custodian.
func localRails() []reserve.Rail {
	var rails []reserve.Rail
	for _, c := range localCurrencies() {
		rail := reserve.Rail{
			Id: "rail-" + c.EMoney, Denom: c.EMoney, Attestors: []string{BankA, BankB, Clearing}, Threshold: 2,
		}
		for _, custodian := range LocalCustodians() {
			rail.Accounts = append(rail.Accounts, &reserve.RailAccount{
				Account: custodian + "-" + c.EMoney, Member: custodian,
			})
		}
		rails = append(rails, rail)
	}
	return rails
}
