// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Journey interprets a script that a banker can read: one command a block, and what it led to. After every command all
// invariants of the chain are recomputed.
type Journey struct {
	*Chain
	wallets map[string]*Person
	uetrs   map[string]wallet.UETR
	content map[string]wallet.Content
	extras  map[wallet.UETR][]byte
	names   map[string]string // by address
	// proposals are their numbers by the names of the script.
	proposals map[string]uint64
	entries   int
	booked    map[string]uint32 // local day on which a rail booked an entry, by account and entry reference
	pending   *[][]byte         // transactions that wait for the rest of their block
	// Entries is how many entries a gateway's books have made of the chain's blocks; after each block their balances
	// equal bank's.
	Entries *int
}

// Person is a named wallet of a journey with its keys.
type Person struct {
	Name    string
	Bank    string
	Address sdk.AccAddress
	Owner   *secp256k1.PrivKey // nil if the wallet has no transaction key
	Device  wallet.Signer
	Second  wallet.Signer
}

// NewJourney starts a chain with nothing on it but the members, their treasury wallets and their SUSPENSE wallets.
func NewJourney(t testing.TB) *Journey {
	j := &Journey{
		Chain: New(t), wallets: map[string]*Person{}, uetrs: map[string]wallet.UETR{},
		content: map[string]wallet.Content{}, extras: map[wallet.UETR][]byte{}, names: map[string]string{}, booked: map[string]uint32{},
		proposals: map[string]uint64{},
	}
	j.nameMembers()
	j.Entries = j.KeepBooks()
	return j
}

// Run executes one command of a script and renders what it led to.
func (j *Journey) Run(t testing.TB, d *datadriven.TestData) string {
	command, known := commands[d.Cmd]
	if !known {
		return fmt.Sprintf("unknown command %s; expected one of %s\n", d.Cmd, strings.Join(commandNames(), ", "))
	}
	a := args{d: d, j: j}
	out := command(j, &a)
	if a.err != nil {
		out = "script: " + a.err.Error() + "\n"
	}
	if err := j.App.Invariants(j.Context()); err != nil {
		out += "INVARIANT BROKEN: " + err.Error() + "\n"
	}
	return j.readable(out)
}

// commands by their names. A script that names another fails.
var commands map[string]func(*Journey, *args) string

func init() {
	commands = map[string]func(*Journey, *args) string{
		"wallet": (*Journey).openWallet, "close": (*Journey).closeWallet, "tier": (*Journey).changeTier,
		"bind": (*Journey).bindDevice, "revoke": (*Journey).revokeDevice, "contest": (*Journey).contestDevice,
		"issue": (*Journey).issue, "attest": (*Journey).attest, "cbdc": (*Journey).issueCbdc,
		"burn": (*Journey).burnCbdc, "correct": (*Journey).correct,
		"funds-in": (*Journey).fundsIn, "funds-out": (*Journey).fundsOut,
		"pay": (*Journey).pay, "batch": (*Journey).batch, "refund": (*Journey).refund,
		"restrict": (*Journey).restrict, "propose": (*Journey).propose, "confirm": (*Journey).confirm,
		"lift": (*Journey).lift, "propose-lift": (*Journey).proposeLift, "confirm-lift": (*Journey).confirmLift,
		"redeem": (*Journey).redeem, "attempt": (*Journey).attempt, "outcome": (*Journey).outcome,
		"release": (*Journey).release,
		"cycle":   (*Journey).orderCycle, "cap": (*Journey).setCap, "limits": (*Journey).setLimit,
		"submit": (*Journey).submit, "vote": (*Journey).vote, "veto": (*Journey).veto, "withdraw": (*Journey).withdraw,
		"charter": (*Journey).charter, "proposal": (*Journey).proposal, "member": (*Journey).member,
		"suspend": (*Journey).suspend, "reinstate": (*Journey).reinstate,
		"advance": (*Journey).advance, "restart": (*Journey).restart, "reimport": (*Journey).reimport,
		"balances": (*Journey).balances, "positions": (*Journey).positions, "supply": (*Journey).supply,
		"statement": (*Journey).statement, "status": (*Journey).status, "together": (*Journey).together,
		"escrow": (*Journey).escrow, "usage": (*Journey).usage, "orders": (*Journey).orders,
		"offer-cap": (*Journey).offerCap, "accept-cap": (*Journey).acceptCap, "earmark": (*Journey).earmark,
		"policy": (*Journey).policy, "intraday": (*Journey).intraday,
		"move": (*Journey).moveCustody, "cancel-move": (*Journey).cancelMove, "accept-move": (*Journey).acceptMove,
		"dormant": (*Journey).dormant, "sweep": (*Journey).sweep, "person": (*Journey).commitPerson,
		"cases": (*Journey).cases, "close-case": (*Journey).closeCase, "headroom": (*Journey).headroom,
		"attest-reserve": (*Journey).attestReserve, "decide": (*Journey).decideReceipt, "resume-rail": (*Journey).resumeRail,
		"returned": (*Journey).returned, "reserve": (*Journey).reserveOf,
		"redemption": (*Journey).redemption, "receipt": (*Journey).receipt, "cycles": (*Journey).cycles,
	}
}

func commandNames() []string {
	var names []string
	for name := range commands {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// deliver commits one transaction and renders its result and events.
func (j *Journey) deliver(signer *secp256k1.PrivKey, msgs ...sdk.Msg) string {
	if signer == nil {
		return "script: the wallet has no owner key\n"
	}
	return j.commit(j.Sign(signer, msgs...))
}

func (j *Journey) commit(raw ...[]byte) string {
	if j.pending != nil {
		*j.pending = append(*j.pending, raw...)
		return ""
	}
	res := j.Block(raw...)
	clear(j.sequences)
	var out strings.Builder
	for _, tx := range res.TxResults {
		out.WriteString(renderTx(tx))
	}
	out.WriteString(renderEvents(res.Events))
	return out.String()
}

// together: the commands of its lines, one transaction each, in one block.
func (j *Journey) together(a *args) string {
	var raw [][]byte
	var out string
	j.pending = &raw
	for line := range strings.Lines(a.d.Input) {
		inner := a.inner(strings.TrimSpace(line))
		command, known := commands[inner.d.Cmd]
		if !known {
			a.fail(fmt.Errorf("together: no command %q", inner.d.Cmd))
			break
		}
		out += command(j, inner)
		if inner.err != nil {
			a.fail(inner.err)
		}
	}
	j.pending = nil
	return out + j.commit(raw...)
}

// advance: advance 72h, or advance until=23:59:59 at +08:00; the block it ends with has that time.
func (j *Journey) advance(a *args) string {
	d, err := j.untilClock(a), error(nil)
	if !a.has("until") {
		d, err = time.ParseDuration(a.first())
	}
	if err != nil {
		a.fail(err)
		return ""
	}
	j.Advance(d - BlockTime)
	return "now " + j.Time.Add(BlockTime).In(zone).Format(time.DateTime) + "\n" + j.commit()
}

// zone is the wall clock of the people in a journey.
var zone = time.FixedZone("", 8*3600)

// untilClock is how long it takes until the wall clock next shows until=.
func (j *Journey) untilClock(a *args) time.Duration {
	if !a.has("until") {
		return 0
	}
	clock, err := time.Parse(time.TimeOnly, a.text("until", required))
	if err != nil {
		a.fail(err)
		return 0
	}
	now := j.Time.In(zone)
	then := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
	if !then.After(now) {
		then = then.AddDate(0, 0, 1)
	}
	return then.Sub(now)
}

// seed derives a key of a journey from a name.
func seed(name string) [32]byte { return sha256.Sum256([]byte("tael journey " + name)) }

// readable puts names in the place of addresses and text in the place of what changes from run to run.
func (j *Journey) readable(out string) string {
	for _, addr := range sortedKeys(j.names) {
		out = strings.ReplaceAll(out, addr, j.names[addr])
	}
	for _, name := range sortedKeys(j.uetrs) {
		out = strings.ReplaceAll(out, j.uetrs[name].String(), name)
	}
	if out == "" {
		return "ok\n"
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
