// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/datadriven"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// args reads the arguments of one command; the first mistake is kept and fails the command.
type args struct {
	d   *datadriven.TestData
	j   *Journey
	err error
}

func (a *args) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// first is the argument without a key.
func (a *args) first() string {
	for _, arg := range a.d.CmdArgs {
		if len(arg.Vals) == 0 {
			return arg.Key
		}
	}
	a.fail(fmt.Errorf("%s: expected a name", a.d.Cmd))
	return ""
}

func (a *args) has(key string) bool { return a.d.HasArg(key) }

func (a *args) text(key, otherwise string) string {
	arg, ok := a.d.Arg(key)
	if !ok || len(arg.Vals) == 0 {
		if otherwise == required {
			a.fail(fmt.Errorf("%s: expected %s=", a.d.Cmd, key))
		}
		return otherwise
	}
	return arg.Vals[0]
}

// required marks an argument without a default.
const required = "\x00"

func (a *args) number(key string, otherwise uint64) uint64 {
	if !a.has(key) {
		return otherwise
	}
	n, err := strconv.ParseUint(a.text(key, required), 10, 64)
	if err != nil {
		a.fail(err)
	}
	return n
}

// amount reads amount=12.34 in major units.
func (a *args) amount() uint64 { return a.money("amount") }

func (a *args) money(key string) uint64 {
	text := a.text(key, required)
	if text == "0.00" {
		return 0
	}
	minor, _, err := payment.ParseAmount(text+" CNY", 2)
	if err != nil {
		a.fail(err)
	}
	return minor
}

func (a *args) denom() string { return a.text("denom", "cny") }

func (a *args) person(name string) *Person {
	p, ok := a.j.wallets[name]
	if !ok {
		a.fail(fmt.Errorf("%s: no wallet %q was opened", a.d.Cmd, name))
		return &Person{}
	}
	return p
}

// uetr is the payment's name: uetr=lunch names it in the script and derives the identifier.
func (a *args) uetr() wallet.UETR {
	name := a.text("uetr", "")
	if name == "" {
		a.j.entries++
		name = "payment-" + strconv.Itoa(a.j.entries)
	}
	return a.named(name)
}

func (a *args) named(name string) wallet.UETR {
	u, ok := a.j.uetrs[name]
	if !ok {
		u = wallet.NewUETRFromSHA256(seed("uetr " + name))
		a.j.uetrs[name] = u
	}
	return u
}

// until is valid_until: one hour ahead unless valid=-1m or valid=25h says otherwise.
func (a *args) until() uint64 {
	d, err := time.ParseDuration(a.text("valid", "1h"))
	if err != nil {
		a.fail(err)
	}
	return uint64(a.j.Time.Add(d).Unix())
}

func (a *args) enum(key, prefix string, values map[string]int32, otherwise string) int32 {
	name := prefix + strings.ToUpper(strings.ReplaceAll(a.text(key, otherwise), "-", "_"))
	n, ok := values[name]
	if !ok {
		a.fail(fmt.Errorf("%s: %s has no value %s", a.d.Cmd, key, name))
	}
	return n
}

// inner reads a line of a command's input as a command of its own.
func (a *args) inner(line string) *args {
	d := *a.d
	d.Cmd, d.CmdArgs, d.Input = "", nil, ""
	fields := strings.Fields(line)
	if len(fields) > 0 {
		d.Cmd = fields[0]
	}
	for _, f := range fields[min(1, len(fields)):] {
		key, value, ok := strings.Cut(f, "=")
		arg := datadriven.CmdArg{Key: key}
		if ok {
			arg.Vals = []string{value}
		}
		d.CmdArgs = append(d.CmdArgs, arg)
	}
	return &args{d: &d, j: a.j}
}
