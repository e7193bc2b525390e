// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// timeLock is the row that a regulator's veto rests on.
func timeLock() Row {
	return Row{
		ID: "G18", Key: "consortium.charter.time_lock", Demand: fmt.Sprintf("at least %s, also for each message type", genesis.SafeTimeLock),
		Why: "a regulator must be able to read and veto what was decided before it runs", Do: "set it in seconds", look: func(h *Home) (string, bool) {
			charter := h.genesis.consortium.Charter
			shortest := charter.TimeLock
			for _, rule := range charter.MessageRules {
				shortest = min(shortest, rule.TimeLock)
			}
			return fmt.Sprintf("%d s", shortest), genesis.IsLocal(h.ChainID) || shortest >= uint64(genesis.SafeTimeLock/time.Second)
		},
	}
}

// leastLeft is the row about how far removing and jailing may shrink the validator set.
func leastLeft() Row {
	return Row{
		ID: "G19", Key: "consortium.validator_policy.min_active", Demand: fmt.Sprintf("at least %d", leastActive),
		Why: "removing and jailing stop there: one of two validators has more than the third that light clients trust",
		Do:  "set validator_policy; without one it is 1", look: func(h *Home) (string, bool) {
			policy := consortium.DefaultValidatorPolicy()
			if named := h.genesis.consortium.ValidatorPolicy; named != nil {
				policy = *named
			}
			return strconv.FormatUint(uint64(policy.MinActive), 10), policy.MinActive >= leastActive
		},
	}
}

// institutionRows are about members, officers, validators and rails of the genesis.
func institutionRows() []Row {
	return []Row{
		{
			ID: "G10", Key: "consortium.validators", Demand: fmt.Sprintf("at least %d that vote", leastValidators),
			Why: "with fewer none may fail", Do: "admit more validators", look: func(h *Home) (string, bool) {
				n := 0
				for _, v := range h.genesis.consortium.Validators {
					if v.Active() {
						n++
					}
				}
				return strconv.Itoa(n), n >= leastValidators
			},
		},
		{
			ID: "G11", Key: "consortium.validators.power", Demand: "less than a third of the total for each member",
			Why: "a member with a third stops the chain alone", Do: "give the members equal power", look: memberPower,
		},
		{
			ID: "G12", Key: "consortium.members.duties", Demand: "each account holds one duty besides SUBMITTER",
			Why: "four eyes are two people: an account that orders and confirms is one", Do: "name an account for each duty", look: separateDuties,
		},
		{
			ID: "G13", Key: "consortium.members", Demand: "a member that is REGULATOR", Why: "without one nobody vetoes or audits",
			Do: "admit the regulator", look: func(h *Home) (string, bool) {
				for _, m := range h.genesis.consortium.Members {
					if slices.Contains(m.Roles, consortium.ROLE_REGULATOR) {
						return m.Id, true
					}
				}
				return "none", false
			},
		},
		{
			ID: "G14", Key: "reserve.rails.threshold", Demand: fmt.Sprintf("at least %d attestors", leastAttestors),
			Why: "with one attestor one key mints money", Do: "raise the threshold", look: func(h *Home) (string, bool) {
				for _, r := range h.genesis.reserve.Rails {
					if r.Threshold < leastAttestors {
						return fmt.Sprintf("%d on rail %s", r.Threshold, r.Id), false
					}
				}
				return fmt.Sprintf("%d rails", len(h.genesis.reserve.Rails)), true
			},
		},
		{
			ID: "G15", Key: "accounts", Demand: "no development key's", Why: "anybody can derive a development key",
			Do: "replace the account by the institution's own", look: developmentAccounts,
		},
		{
			ID: "G16", Key: "consortium.validators.pub_key", Demand: "no development key", Why: "anybody can derive a development key",
			Do: "replace the key by the validator's own", look: developmentValidators,
		},
		{
			ID: "G17", Key: "bank.params.default_send_enabled", Demand: "false, and no denom of its own",
			Why: "coins move under compliance alone", Do: "set it to false and send_enabled to []", look: func(h *Home) (string, bool) {
				p := h.genesis.bank.Params
				return fmt.Sprintf("%t, %d denoms", p.DefaultSendEnabled, len(p.SendEnabled)), !p.DefaultSendEnabled && len(p.SendEnabled) == 0
			},
		},
		timeLock(),
		leastLeft(),
	}
}

func memberPower(h *Home) (string, bool) {
	var total int64
	power := map[uint32]int64{}
	for _, v := range h.genesis.consortium.Validators {
		total += v.Power
		power[v.Member] += v.Power
	}
	for _, v := range h.genesis.consortium.Validators {
		if p := power[v.Member]; p < 0 || p > (total-1)/3 {
			return fmt.Sprintf("member %d has %d of %d", v.Member, p, total), false
		}
	}
	return fmt.Sprintf("%d in all", total), true
}

func separateDuties(h *Home) (string, bool) {
	holds := map[string]consortium.Duty{}
	for _, m := range h.genesis.consortium.Members {
		for _, d := range m.Duties {
			if other, twice := holds[d.Address]; twice {
				return fmt.Sprintf("%s is %s and %s", d.Address, other, d.Duty), false
			}
			holds[d.Address] = d.Duty
		}
	}
	return fmt.Sprintf("%d accounts", len(holds)), true
}

// publicAccounts are the accounts of the first local networks' development keys with their labels.
var publicAccounts = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for n := 1; n <= searchedLocal; n++ {
		for address, label := range genesis.DevelopmentAccounts(n) {
			all[address] = label
		}
	}
	return all
})

func developmentAccounts(h *Home) (string, bool) {
	if genesis.IsLocal(h.ChainID) {
		return "a local network's", true
	}
	var addresses []string
	for _, m := range h.genesis.consortium.Members {
		for _, d := range m.Duties {
			addresses = append(addresses, d.Address)
		}
	}
	for _, w := range h.genesis.wallet.Wallets {
		addresses = append(addresses, w.Address)
	}
	for _, address := range addresses {
		if label, public := publicAccounts()[address]; public {
			return fmt.Sprintf("%s, %q", address, label), false
		}
	}
	return fmt.Sprintf("%d accounts", len(addresses)), true
}

func developmentValidators(h *Home) (string, bool) {
	if genesis.IsLocal(h.ChainID) {
		return "a local network's", true
	}
	for _, v := range h.genesis.consortium.Validators {
		if label := genesis.DevelopmentValidator(v.PubKey); label != "" {
			return quoted(label), false
		}
	}
	return fmt.Sprintf("%d keys", len(h.genesis.consortium.Validators)), true
}
