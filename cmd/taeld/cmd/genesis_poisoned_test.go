// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/safety"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// richGenesis is the local network with money: e-money in bank-a's and bank-b's treasuries and a settlement balance.
func richGenesis(t testing.TB, begins time.Time) []byte {
	t.Helper()
	network, err := genesis.Local(testChainID, begins)
	require.NoError(t, err)
	for i, w := range network.Wallets {
		if w.Kind == wallet.WALLET_KIND_CORPORATE && (w.Custodian == genesis.BankA || w.Custodian == genesis.BankB) {
			network.Wallets[i].Balances = []genesis.Balance{{Denom: "cny", Amount: 500_000}}
		}
	}
	network.SettlementBalances = []genesis.SettlementBalance{{Member: genesis.BankA, Balance: genesis.Balance{Denom: "ecny", Amount: 700}}}
	gen, err := network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	raw, err := json.Marshal(gen)
	require.NoError(t, err)
	return raw
}

// document is a genesis as plain JSON.
type document struct {
	t    testing.TB
	root any
}

// at is the value at a path of names and indexes with dots between them.
func (d document) at(path string) any {
	d.t.Helper()
	value := d.root
	if path == "" {
		return value
	}
	for _, step := range strings.Split(path, ".") {
		switch v := value.(type) {
		case []any:
			i, err := strconv.Atoi(step)
			require.NoError(d.t, err, path)
			value = v[i]
		case map[string]any:
			require.Contains(d.t, v, step, path)
			value = v[step]
		default:
			require.Failf(d.t, "no such path", "%s at %s", path, step)
		}
	}
	return value
}

func (d document) parent(path string) (map[string]any, string) {
	d.t.Helper()
	i := strings.LastIndex(path, ".")
	if i < 0 {
		return d.root.(map[string]any), path
	}
	return d.at(path[:i]).(map[string]any), path[i+1:]
}

// set puts a value at a path, whether there is one or not.
func set(path string, value any) func(document) {
	return func(d document) {
		i := strings.LastIndex(path, ".")
		if i < 0 {
			i = 0
		}
		if list, ok := d.at(path[:i]).([]any); ok {
			n, err := strconv.Atoi(path[i+1:])
			require.NoError(d.t, err, path)
			list[n] = value
			return
		}
		object, name := d.parent(path)
		object[name] = value
	}
}

// without takes a field away.
func without(path string) func(document) {
	return func(d document) {
		object, name := d.parent(path)
		require.Contains(d.t, object, name)
		delete(object, name)
	}
}

// again appends to a list what stands at its index, changed.
func again(path string, index int, changes map[string]any) func(document) {
	return func(d document) {
		object, name := d.parent(path)
		list := object[name].([]any)
		twin := map[string]any{}
		for key, value := range list[index].(map[string]any) {
			twin[key] = value
		}
		for key, value := range changes {
			twin[key] = value
		}
		object[name] = append(list, twin)
	}
}

// with appends to a list.
func with(path string, items ...any) func(document) {
	return func(d document) {
		object, name := d.parent(path)
		list, _ := object[name].([]any)
		object[name] = append(list, items...)
	}
}

// all does several things that are one mistake.
func all(edits ...func(document)) func(document) {
	return func(d document) {
		for _, edit := range edits {
			edit(d)
		}
	}
}

func b64(fill byte, n int) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, n))
}

func address(fill byte) string { return sdk.AccAddress(bytes.Repeat([]byte{fill}, 20)).String() }

// record is a payment that was made at a time, with the entry that lets it expire.
func record(at time.Time) func(document) {
	seconds := strconv.FormatInt(at.Unix(), 10)
	return all(
		with("app_state.payment.records", map[string]any{
			"key": b64(1, payment.KeyLength), "digest": b64(2, payment.DigestLength), "status": "PAYMENT_STATUS_PAID", "reason": 0,
			"settlement": "SETTLEMENT_INTRA", "strength": "STRENGTH_CERT", "channel": "CHANNEL_ONLINE", "own": false,
			"paid_at": seconds, "changed_at": seconds, "cycle": "0", "amount": "5", "refunded": "0",
		}),
		with("app_state.payment.expiries", map[string]any{"time": seconds, "height": "1", "keys": b64(1, payment.KeyLength)}),
	)
}

func order(addr string, proposed time.Time) func(document) {
	at := strconv.FormatInt(proposed.Unix(), 10)
	return all(
		with("app_state.compliance.orders", map[string]any{"wallet": addr, "order": map[string]any{
			"id": "1", "denom": "", "effect": "EFFECT_FROZEN", "lane": "LANE_EMERGENCY", "status": "ORDER_STATUS_LIVE", "member": 6, "confirmer": 0,
			"ground": b64(7, 32), "proposed_at": at, "effective_at": at, "expires_at": strconv.FormatInt(proposed.Add(time.Hour).Unix(), 10),
		}}),
		set("app_state.compliance.next_order", "2"),
	)
}

// poisoned are mistakes by what is wrong. Each fails with an error that is, and says, what stands here.
func poisoned(begins time.Time) map[string]struct {
	edit func(document)
	is   error
	says string
} {
	type row = struct {
		edit func(document)
		is   error
		says string
	}
	const (
		c = "app_state.consortium."
		b = "app_state.bank."
		r = "app_state.reserve."
		n = "app_state.netting."
		w = "app_state.wallet."
	)
	base := map[string]any{"@type": "/cosmos.auth.v1beta1.BaseAccount", "address": address(9), "pub_key": nil, "account_number": "0", "sequence": "0"}
	module := authtypes.NewModuleAddress(wallet.ModuleName).String()
	return map[string]row{
		// Times.
		"it began before this software":        {set("genesis_time", "2001-01-01T00:00:00Z"), genesis.ErrTime, "genesis_time"},
		"it begins in the far future":          {set("genesis_time", "2999-01-01T00:00:00Z"), genesis.ErrTime, "genesis_time"},
		"its time is no time":                  {set("genesis_time", "yesterday"), genesis.ErrForm, "parsing time"},
		"a payment of the future":              {record(begins.Add(time.Hour)), genesis.ErrTime, "app_state.payment.expiries[0].time"},
		"a currency that opened in the future": {set(n+"currencies.0.opened_at", strconv.FormatInt(begins.Unix()+60, 10)), genesis.ErrTime, "opened_at"},
		"a cut-off after a hundred years":      {set(n+"currencies.0.next_cut_off", "99999999999"), genesis.ErrTime, "next_cut_off"},
		"a time below zero":                    {set(n+"currencies.0.next_cut_off", "-1"), genesis.ErrTime, "next_cut_off"},

		// Form.
		"a module that nobody knows":        {set("app_state.gov", map[string]any{}), nil, `unknown module "gov"`},
		"a module is missing":               {without("app_state.netting"), nil, `expected the module "netting", found none`},
		"a module is null":                  {set("app_state.wallet", nil), nil, `expected the module "wallet", found none`},
		"a field of the file nobody knows":  {set("gentxs", []any{}), genesis.ErrForm, `unknown field "gentxs"`},
		"a field of a module nobody knows":  {set(c+"owner", "me"), nil, `unknown field "owner"`},
		"a field of a record nobody knows":  {set(c+"members.0.password", "x"), nil, `unknown field "password"`},
		"a parameter nobody knows":          {set("consensus.params.block.time_iota_ms", "1"), genesis.ErrForm, `unknown field "time_iota_ms"`},
		"validators beside the application": {set("consensus.validators", []any{map[string]any{"power": "1"}}), genesis.ErrForm, ""},
		"no consensus parameters":           {without("consensus.params"), genesis.ErrForm, "expected consensus.params"},
		"a chain id of another form":        {set("chain_id", "tael-01"), genesis.ErrChainID, `"tael-01"`},
		"a number that is no number":        {set(c+"members.0.number", "one"), nil, "genesis of consortium"},
		"a number above 64 bits":            {set(c+"eip155_id", "99999999999999999999999999"), nil, "genesis of consortium"},
		"a number below zero":               {set(c+"eip155_id", "-5"), nil, "genesis of consortium"},
		"an enumeration's unknown name":     {set(c+"members.0.roles.0", "x"), nil, ""},

		// Consensus parameters.
		"a lookalike authority":            {set("consensus.params.authority.authority", address(1)), safety.ErrUnsafe, "G05"},
		"the zero address as authority":    {set("consensus.params.authority.authority", address(0)), safety.ErrUnsafe, "G05"},
		"another module as authority":      {set("consensus.params.authority.authority", module), safety.ErrUnsafe, "G05"},
		"no authority":                     {set("consensus.params.authority.authority", ""), safety.ErrUnsafe, "G05"},
		"an officer as authority":          {officerAuthority, safety.ErrUnsafe, "G05"},
		"a charter without voters":         {set(c+"charter.voting_roles", []any{}), consortium.ErrCharterInvalid, "role"},
		"a charter of a minority":          {set(c+"charter.threshold.numerator", 1), consortium.ErrCharterInvalid, ""},
		"a field of an older release":      {set(c+"authority", address(1)), nil, `unknown field "authority"`},
		"a block without bounds of size":   {set("consensus.params.block.max_bytes", "0"), nil, "block.MaxBytes"},
		"evidence without age":             {set("consensus.params.evidence.max_age_num_blocks", "0"), nil, "MaxAgeNumBlocks"},
		"a kind of key without validators": {set("consensus.params.validator.pub_key_types", []any{}), nil, "PubKeyTypes"},

		// Accounts, balances and supply.
		"an account twice":                    {with("app_state.auth.accounts", base, base), nil, "duplicate account"},
		"a balance twice":                     {again(b+"balances", 0, nil), nil, "duplicate balance"},
		"coins out of order":                  {set(b+"balances.0.coins", []any{coin("ecny", "1"), coin("cny", "1")}), nil, "not sorted"},
		"a coin twice":                        {set(b+"balances.0.coins", []any{coin("cny", "1"), coin("cny", "1")}), nil, "duplicate denomination"},
		"a balance below zero":                {set(b+"balances.0.coins.0.amount", "-1"), nil, "not positive"},
		"a balance of 300 bits":               {set(b+"balances.0.coins.0.amount", "9"+strings.Repeat("0", 90)), nil, ""},
		"a supply that is not the balances'":  {set(b+"supply.0.amount", "1"), nil, "genesis supply is incorrect"},
		"a denom that is no asset":            {money("gold", "5"), app.ErrConservation, "[gold], no denom"},
		"money at an address that is no home": {set(b+"balances.0.address", address(8)), app.ErrConservation, "is no wallet"},
		"money that nobody issued":            {money("cny", "5"), reserve.ErrInvariantBroken, "cny"},

		// Reserve.
		"issued is not the supply":        {set(r+"supplies.0.issued", "1000001"), reserve.ErrGenesisInvalid, "belong to no member"},
		"redeemed exceeds issued":         {set(r+"supplies.0.redeemed", "2000000"), reserve.ErrGenesisInvalid, "redeemed"},
		"liabilities moved to another":    {all(set(r+"member_totals.0.issued", "400000"), set(r+"member_totals.1.issued", "600000")), nil, "liab"},
		"a supply of an unknown denom":    {set(r+"supplies.0.denom", "gold"), reserve.ErrGenesisInvalid, `"gold"`},
		"an asset twice":                  {again(r+"assets", 0, nil), reserve.ErrGenesisInvalid, "stands twice"},
		"an asset issued by nobody":       {set(r+"assets.1.issuer", "nobody"), consortium.ErrMemberUnknown, "nobody"},
		"an attestor who is nobody":       {set(r+"rails.0.attestors.0", "nobody"), consortium.ErrMemberUnknown, "nobody"},
		"a threshold above the attestors": {set(r+"rails.0.threshold", 9), nil, "threshold"},
		"a rail twice":                    {again(r+"rails", 0, nil), reserve.ErrGenesisInvalid, "stands twice"},
		"totals of a member that is none": {set(r+"member_totals.0.member", "nobody"), consortium.ErrMemberUnknown, "nobody"},

		// Consortium.
		"two members with one LEI":             {set(c+"members.1.lei", "0000TAELLOCAL0000126"), consortium.ErrMemberExists, "0000TAELLOCAL0000126"},
		"two members with one number":          {set(c+"members.1.number", 1), consortium.ErrMemberExists, ""},
		"an officer of two members":            {officerOfTwo, consortium.ErrDutyHeld, "expected"},
		"a validator key twice":                {again(c+"validators", 0, nil), consortium.ErrValidatorInvalid, "expected each consensus key once"},
		"a validator of a member that may not": {set(c+"validators.0.member", 6), consortium.ErrValidatorInvalid, "regulator"},
		"a validator of a member that is none": {set(c+"validators.0.member", 99), consortium.ErrValidatorInvalid, "99"},
		"a validator with power below zero":    {set(c+"validators.0.power", "-1"), consortium.ErrValidatorInvalid, "-1"},
		"powers that overflow":                 {set(c+"validators.0.power", "9223372036854775807"), consortium.ErrValidatorInvalid, "power"},
		"a validator key of another length":    {set(c+"validators.0.pub_key", b64(3, 31)), consortium.ErrValidatorInvalid, "31"},
		"a member without a role":              {set(c+"members.0.roles", []any{}), consortium.ErrMemberInvalid, "at least one role"},
		"a duty twice":                         {again(c+"members.0.duties", 0, nil), nil, "expected"},

		// Wallets, orders, cycles and payments.
		"a wallet of a custodian who is nobody": {set(w+"wallets.0.custodian", 44), nil, "44"},
		"a wallet twice":                        {again(w+"wallets", 0, nil), wallet.ErrGenesisInvalid, "once each"},
		"a wallet of another chain's address":   {set(w+"wallets.0.address", "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a"), nil, "cosmos"},
		"a move of a wallet that is none": {with(w+"custody_moves", map[string]any{
			"wallet": b64(5, 20), "from": 1, "to": 2, "asked_by": "CUSTODY_ASKER_CUSTODIAN", "asked_at": "1", "expires_at": "2",
		}), wallet.ErrGenesisInvalid, ""},
		"an order on a wallet that is none": {order(address(8), begins.Add(-time.Minute)), compliance.ErrGenesisInvalid, "wallet"},
		"a pause of a wallet that is none": {with("app_state.compliance.pauses", map[string]any{
			"wallet": address(8), "member": 6, "until": strconv.FormatInt(begins.Unix()+60, 10),
		}), compliance.ErrGenesisInvalid, "wallet"},
		"a currency twice":                {again(n+"currencies", 0, nil), netting.ErrGenesisInvalid, "twice"},
		"a currency of an unknown denom":  {set(n+"currencies.0.emoney_denom", "gold"), reserve.ErrGenesisInvalid, "asset cny"},
		"a position without obligations":  {owes("5", "0"), netting.ErrGenesisInvalid, ""},
		"obligations that do not balance": {owes("5", "4"), netting.ErrGenesisInvalid, ""},
		"a position of nobody":            {again(n+"positions", 0, map[string]any{"member": 44}), netting.ErrGenesisInvalid, "44"},
		"a cycle that settled and is not": {set(n+"currencies.0.settled_cycle", "7"), nil, "cycle"},
		"a payment that cannot expire":    {all(record(begins.Add(-time.Hour)), set("app_state.payment.expiries", []any{})), payment.ErrGenesisInvalid, "expected an expiry entry"},
		"a payment with a short key":      {all(record(begins.Add(-time.Hour)), func(d document) { set("app_state.payment.records.0.key", b64(1, 3))(d) }), payment.ErrGenesisInvalid, "bytes"},
		"a UETR forgotten while valid":    {set("app_state.payment.params.retention", "1"), nil, "retention"},
	}
}

func coin(denom, amount string) map[string]any {
	return map[string]any{"denom": denom, "amount": amount}
}

// money puts an amount into the first balance and the supply, and so keeps the bank's own books.
func money(denom, amount string) func(document) {
	return func(d document) {
		extra := []any{coin(denom, amount)}
		if denom == "cny" {
			for _, path := range []string{"balances.0.coins.0", "supply.0"} {
				held := d.at("app_state.bank." + path).(map[string]any)
				sum, err := strconv.ParseUint(held["amount"].(string), 10, 64)
				require.NoError(d.t, err)
				add, err := strconv.ParseUint(amount, 10, 64)
				require.NoError(d.t, err)
				held["amount"] = strconv.FormatUint(sum+add, 10)
			}
			return
		}
		balance := d.at("app_state.bank.balances.0").(map[string]any)
		balance["coins"] = append(balance["coins"].([]any), extra...)
		bank := d.at("app_state.bank").(map[string]any)
		bank["supply"] = append(bank["supply"].([]any), extra...)
	}
}

// owes gives the first position an open obligation, and the second what is due to it.
func owes(owed, due string) func(document) {
	return all(set("app_state.netting.positions.0.open_owed", owed), set("app_state.netting.positions.1.open_due", due))
}

func officerOfTwo(d document) {
	first := d.at("app_state.consortium.members.0.duties.0.address")
	set("app_state.consortium.members.1.duties.0.address", first)(d)
}

func officerAuthority(d document) {
	officer := d.at("app_state.consortium.members.0.duties.0.address")
	set("consensus.params.authority.authority", officer)(d)
}

func TestS17_PoisonedGenesisIsRefused(t *testing.T) {
	begins := time.Now().UTC().Truncate(time.Second)
	raw := richGenesis(t, begins)
	rows := poisoned(begins)
	require.Greater(t, len(rows), 40)
	clean := filepath.Join(t.TempDir(), "genesis.json")
	require.NoError(t, os.WriteFile(clean, raw, 0o600))
	require.NoError(t, validateGenesis(clean))

	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			var root any
			decoder := json.NewDecoder(bytes.NewReader(raw))
			decoder.UseNumber()
			require.NoError(t, decoder.Decode(&root))
			row.edit(document{t, root})
			spoilt, err := json.Marshal(root)
			require.NoError(t, err)
			file := filepath.Join(t.TempDir(), "genesis.json")
			require.NoError(t, os.WriteFile(file, spoilt, 0o600))

			err = validateGenesis(file)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "panics")
			if row.is != nil {
				require.ErrorIs(t, err, row.is)
			}
			require.ErrorContains(t, err, row.says)
		})
	}
}

// What plain JSON cannot hold is spoilt in the bytes.
func TestS17_PoisonedGenesisFileIsRefused(t *testing.T) {
	raw := string(richGenesis(t, time.Now().UTC()))
	replace := func(from, to string) string {
		require.Contains(t, raw, from)
		return strings.Replace(raw, from, to, 1)
	}
	cases := map[string]struct{ file, says string }{
		"a field twice":                      {replace(`"chain_id":`, `"chain_id":"tael-1","chain_id":`), `"chain_id" twice`},
		"a field twice in a record":          {replace(`"threshold":2`, `"threshold":1,"threshold":2`), `"threshold" twice`},
		"a field in both of its spellings":   {replace(`"max_devices":16`, `"maxDevices":1,"max_devices":16`), `"max_devices" twice`},
		"a module twice":                     {replace(`"app_state":{`, `"app_state":{"wallet":{},`), `"wallet" twice`},
		"a field that differs by a capital":  {replace(`"chain_id":`, `"Chain_id":`), `unknown field "Chain_id"`},
		"more after the document":            {raw + "{}", "expected the end of the file"},
		"a document that ends early":         {raw[:len(raw)/2], "EOF"},
		"nothing":                            {"", "EOF"},
		"a list":                             {"[]", "expected an object, got ["},
		"a text":                             {`"genesis"`, "expected an object, got genesis"},
		"objects without end":                {`{"app_state":` + strings.Repeat(`{"a":`, 1_000_000), "expected at most 64 levels"},
		"lists without end":                  {`{"app_state":` + strings.Repeat(`[`, 1_000_000), "expected at most 64 levels"},
		"200 MiB of zeros":                   {strings.Repeat("\x00", 200<<20), `invalid character '\x00'`},
		"200 MiB behind a sound beginning":   {`{"chain_id":"tael-1",` + strings.Repeat("x", 200<<20), "invalid character 'x'"},
		"a chain id of 1 MiB":                {replace(`"chain_id":"tael-local-1"`, `"chain_id":"`+strings.Repeat("t", 1<<20)+`"`), "expected tael-<n>"},
		"a text that is not closed, 200 MiB": {`{"chain_id":"` + strings.Repeat("t", 200<<20), "unexpected EOF"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "genesis.json")
			require.NoError(t, os.WriteFile(file, []byte(tc.file), 0o600))
			began := time.Now()
			err := validateGenesis(file)
			require.ErrorContains(t, err, tc.says)
			require.Less(t, len(err.Error()), 1<<12, "an error is for people")
			require.Less(t, time.Since(began), 30*time.Second)
		})
	}
}

// FuzzGenesis replaces a part of a sound genesis: whatever comes of it is valid or refused, and nothing panics.
func FuzzGenesis(f *testing.F) {
	begins := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	raw := richGenesis(f, begins)
	for _, seed := range []struct {
		at, cut uint32
		put     string
	}{
		{0, 0, ""}, {100, 5, "-1"}, {2_000, 40, "null"}, {9_000, 1, "99999999999999999999"}, {5_000, 2, `""`}, {700, 0, "{"},
	} {
		f.Add(seed.at, seed.cut, []byte(seed.put))
	}
	f.Fuzz(func(t *testing.T, at, cut uint32, put []byte) {
		from := int(at) % len(raw)
		to := min(from+int(cut%4_096), len(raw))
		gen, err := genesis.Parse(bytes.Join([][]byte{raw[:from], put, raw[to:]}, nil))
		if err != nil {
			return
		}
		// checkGenesis turns a panic into an error, which is what a person needs; a slip of the program is found in it.
		if err := checkGenesis(gen, begins); err != nil {
			var slip runtime.Error
			require.False(t, errors.As(err, &slip), err)
		}
	})
}
