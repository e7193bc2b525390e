// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cometbft/cometbft/crypto/ed25519"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	consortiumkeeper "github.com/taelnet/tael/x/consortium/keeper"
)

// validatorKeys are the consensus keys of a validator of a journey, the present one last.
type validatorKeys struct {
	member string
	keys   []ed25519.PrivKey
}

func (v *validatorKeys) present() sdk.ConsAddress { return addressOf(v.keys[len(v.keys)-1]) }

func addressOf(key ed25519.PrivKey) sdk.ConsAddress {
	return consortium.ConsensusAddressOf(key.PubKey().Bytes())
}

// nameValidators knows the validators of the genesis by their members.
func (j *Journey) nameValidators() {
	j.validators = map[string]*validatorKeys{}
	for _, member := range genesis.LocalValidators() {
		j.keyed(member, member, j.Keys.Validator(member))
	}
}

// keyed gives a validator one more key; it is read as "bank-a key 2".
func (j *Journey) keyed(moniker, member string, key ed25519.PrivKey) {
	v, known := j.validators[moniker]
	if !known {
		v = &validatorKeys{member: member}
		j.validators[moniker] = v
	}
	v.keys = append(v.keys, key)
	j.names[addressOf(key).String()] = fmt.Sprintf("%q", fmt.Sprintf("%s key %d", moniker, len(v.keys)))
}

func (j *Journey) validatorNamed(a *args) *validatorKeys {
	v, known := j.validators[a.first()]
	if !known {
		a.fail(fmt.Errorf("%s: no validator %q", a.d.Cmd, a.first()))
		return &validatorKeys{keys: []ed25519.PrivKey{ed25519.GenPrivKeyFromSecret(nil)}}
	}
	return v
}

// newKey derives the next key of a validator and its proof; proof=wrong signs for another member, key=old takes the
// first key anew.
func (j *Journey) newKey(a *args, moniker, member string) (ed25519.PrivKey, []byte) {
	n := 0
	if v, known := j.validators[moniker]; known {
		n = len(v.keys)
	}
	secret := seed(fmt.Sprintf("consensus key %d of %s", n, moniker))
	key := ed25519.GenPrivKeyFromSecret(secret[:])
	if a.text("key", "new") == "old" {
		key = j.validators[moniker].keys[0]
	}
	m, err := j.App.Keepers.Consortium.MemberByID(j.Context(), member)
	if err != nil {
		a.fail(err)
		return key, nil
	}
	number := m.Number
	if a.text("proof", "right") == "wrong" {
		number++
	}
	body, err := consortium.ProofBody(ChainID, number, key.PubKey().Bytes())
	if err != nil {
		a.fail(err)
		return key, nil
	}
	proof, err := key.Sign(body)
	if err != nil {
		a.fail(err)
	}
	return key, proof
}

func (j *Journey) officerKey(member, use string) *secp256k1.PrivKey {
	return j.Keys.Account(member, use, 0)
}

// addValidator: add-validator bank-a-2 member=bank-a power=3 [proof=wrong] [key=old].
func (j *Journey) addValidator(a *args) string {
	moniker, member := a.first(), a.text("member", required)
	key, proof := j.newKey(a, moniker, member)
	return j.keeping(moniker, member, key, j.byAuthority(a, func(authority string) sdk.Msg {
		return &consortium.MsgAddValidator{
			Authority: authority, Member: member, PubKey: key.PubKey().Bytes(), Power: int64(a.number("power", 10)), Moniker: moniker, Proof: proof,
		}
	}))
}

// keeping remembers the key if the chain took it.
func (j *Journey) keeping(moniker, member string, key ed25519.PrivKey, out string) string {
	if strings.Contains(out, addressOf(key).String()) && !strings.Contains(out, "error ") && !strings.Contains(out, "EventProposalFailed") {
		j.keyed(moniker, member, key)
	}
	return out
}

// removeValidator: remove-validator bank-a-2 [by=bank-a]; without by= the consortium does.
func (j *Journey) removeValidator(a *args) string {
	v := j.validatorNamed(a)
	if !a.has("by") {
		return j.byAuthority(a, func(authority string) sdk.Msg {
			return &consortium.MsgRemoveValidator{Signer: authority, Validator: v.present().String()}
		})
	}
	key := j.officerKey(a.text("by", required), genesis.KeyGovernance)
	return j.deliver(key, &consortium.MsgRemoveValidator{Signer: signerOf(key), Validator: v.present().String()})
}

// setValidatorPower: validator-power bank-a power=12.
func (j *Journey) setValidatorPower(a *args) string {
	v := j.validatorNamed(a)
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &consortium.MsgSetValidatorPower{Authority: authority, Validator: v.present().String(), Power: int64(a.number("power", 10))}
	})
}

// rotateKey: rotate bank-b [by=bank-a] [proof=wrong] [key=old].
func (j *Journey) rotateKey(a *args) string {
	v := j.validatorNamed(a)
	key, proof := j.newKey(a, a.first(), v.member)
	signer := j.officerKey(a.text("by", v.member), genesis.KeyOperations)
	return j.keeping(a.first(), v.member, key, j.deliver(signer, &consortium.MsgRotateValidatorKey{
		Operator: signerOf(signer), Validator: v.present().String(), PubKey: key.PubKey().Bytes(), Proof: proof,
	}))
}

// unjail: unjail clearing [by=bank-a].
func (j *Journey) unjail(a *args) string {
	v := j.validatorNamed(a)
	signer := j.officerKey(a.text("by", v.member), genesis.KeyOperations)
	return j.deliver(signer, &consortium.MsgUnjailValidator{Operator: signerOf(signer), Validator: v.present().String()})
}

// silent: silent clearing blocks=4: the validator signs none of so many blocks, and then again.
func (j *Journey) silent(a *args) string {
	addr := j.validatorNamed(a).present()
	j.Silence(addr, true)
	var out string
	for range a.number("blocks", 1) {
		out += j.commit()
	}
	j.Silence(addr, false)
	return out
}

// misbehave: misbehave bank-b [with=1]: the next block reports that it voted twice, with its present or its n-th key.
func (j *Journey) misbehave(a *args) string {
	v := j.validatorNamed(a)
	n := a.number("with", uint64(len(v.keys)))
	if n == 0 || n > uint64(len(v.keys)) {
		a.fail(errors.New("misbehave: no such key"))
		return ""
	}
	j.Misbehave(addressOf(v.keys[n-1]))
	return j.commit()
}

// validatorPolicy: validator-policy min=3 max=5 window=10 missed=4 jail=60.
func (j *Journey) validatorPolicy(a *args) string {
	p, err := j.App.Keepers.Consortium.ValidatorPolicy(j.Context())
	if err != nil {
		a.fail(err)
	}
	p.MinActive = uint32(a.number("min", uint64(p.MinActive)))
	p.MaxValidators = uint32(a.number("max", uint64(p.MaxValidators)))
	p.Window = uint32(a.number("window", uint64(p.Window)))
	p.MaxMissed = uint32(a.number("missed", uint64(p.MaxMissed)))
	p.JailTerm = a.number("jail", p.JailTerm)
	return j.byAuthority(a, func(authority string) sdk.Msg {
		return &consortium.MsgSetValidatorPolicy{Authority: authority, Policy: p}
	})
}

// validatorsView shows each validator as the module has it, and with which power consensus will count it.
func (j *Journey) validatorsView(a *args) string {
	queries := consortiumkeeper.NewQueryServer(j.App.Keepers.Consortium)
	powers := j.VotingPowers()
	var lines []string
	for _, removed := range []bool{false, true} {
		resp, err := queries.Validators(j.Context(), &consortium.QueryValidatorsRequest{Removed: removed})
		if err != nil {
			a.fail(err)
			return ""
		}
		for _, v := range resp.Validators {
			status := strings.TrimPrefix(v.Status.String(), "VALIDATOR_STATUS_")
			if v.Punished {
				status += " for misbehaviour"
			}
			lines = append(lines, fmt.Sprintf("%s of %s: %s, votes with %d", v.ConsensusAddress, v.Member, status, powers[v.ConsensusAddress]))
		}
	}
	resp, err := queries.ValidatorPolicy(j.Context(), &consortium.QueryValidatorPolicyRequest{})
	if err != nil {
		a.fail(err)
		return ""
	}
	lines = strings.Split(j.readable(strings.Join(lines, "\n")), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n") + fmt.Sprintf("\n%d more power may change within this evidence period\n", resp.Room)
}

func signerOf(key *secp256k1.PrivKey) string { return sdk.AccAddress(key.PubKey().Address()).String() }
