// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// fakeView is a chain on which every wallet is well unless the test says otherwise.
type fakeView struct {
	mu       sync.Mutex
	held     uint64
	parties  map[[20]byte]Party
	payments map[wallet.UETR]Remembered
	err      error
	asked    int
}

func (v *fakeView) Party(_ context.Context, address [20]byte, _ string, device *[20]byte) (Party, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked++
	if p, ok := v.parties[address]; ok {
		return p, v.err
	}
	return Party{Known: true, Device: device != nil, Held: v.held}, v.err
}

func (v *fakeView) Payment(_ context.Context, _ [20]byte, uetr wallet.UETR) (Remembered, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.payments[uetr], v.err
}

// previewOptions are payOptions without a network.
func previewOptions(t testing.TB, folder, file string) PayOptions {
	t.Helper()
	directory, err := LoadDirectory(filepath.Join(folder, DirectoryFile))
	require.NoError(t, err)
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), fakenet.ChainID)
	require.NoError(t, err)
	return PayOptions{
		File: filepath.Join(folder, FilesFolder, file), Now: day, Signers: keys,
		Planner: Planner{ChainID: fakenet.ChainID, Directory: directory},
	}
}

// Each case is one planted transfer of which something is amiss; everything else would be paid.
func TestPreview(t *testing.T) {
	const uetr, other = "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60", "0b6d7a51-6c55-4c8a-9a3e-7f1f0a5b2c3d"
	o := onFakeNetwork()
	o.InterbankFiles, o.Files = 0, 1
	names := []string{
		"frozen-payer", "frozen-payee", "deep-payee", "closed-payer", "closed-payee", "no-wallet", "idle-device", "no-key",
		"poor", "known-paid", "known-refused", "known-other", "answered", "twice", "late",
		"unopened", "day-limit", "tx-limit", "full",
	}
	for _, name := range names {
		o.Actors = append(o.Actors, Actor{name, "bank-a"})
	}
	from := func(name string) Plant {
		return Plant{Case: "from-" + name, Debtor: name, Creditor: "creditor-0", Amount: 50_00}
	}
	to := func(name string) Plant {
		return Plant{Case: "to-" + name, Debtor: "late", Creditor: name, Amount: 1_00}
	}
	two := func(name string) Plant { p := from(name); p.Count = 2; return p }
	twice := from("twice")
	twice.UETR, twice.Count = uetr, 2
	another := twice
	another.Case, another.Amount, another.Count = "another", 51_00, 1
	known := from("known-paid")
	known.UETR = other
	expired := from("late")
	expired.Case, expired.DaysAgo = "expired", 1
	nobody := from("late")
	nobody.Case, nobody.Creditor = "nobody", Unknown
	o.Plants = []Plant{
		from("frozen-payer"), to("frozen-payee"), to("deep-payee"), from("closed-payer"), to("closed-payee"), from("no-wallet"),
		to("no-wallet"), from("idle-device"), from("no-key"), from("poor"), known, from("known-refused"), from("known-other"),
		from("answered"), twice, another, expired, nobody, from("unopened"), two("day-limit"), two("tx-limit"), to("full"),
	}
	folder, g := paidFolder(t, o)
	account := func(name string) Account {
		for _, a := range g.Accounts {
			if a.Name == name {
				return a
			}
		}
		require.Fail(t, "no account "+name)
		return Account{}
	}
	p := previewOptions(t, folder, g.Files[0])
	header, all := transfers(t, p.File, day)
	place := func(name string) int {
		for _, planted := range g.Planted {
			if planted.Case == name {
				return planted.Index
			}
		}
		require.Fail(t, "no case "+name)
		return 0
	}
	content := func(name string) wallet.Content { return p.Planner.Plan(header, all[place(name)]).Content }
	address := func(name string) [20]byte {
		e, ok := p.Planner.Directory.Entry(account(name).ID.ID())
		require.True(t, ok)
		return e.Address()
	}

	well := Party{Known: true, Device: true, Held: 1_000_000_00}
	but := func(change func(*Party)) Party { p := well; change(&p); return p }
	paid := content("from-known-paid").Digest()
	refused := content("from-known-refused").Digest()
	view := &fakeView{held: 1_000_000_00, parties: map[[20]byte]Party{
		address("frozen-payer"): but(func(p *Party) { p.Effect = compliance.EFFECT_FROZEN }),
		address("frozen-payee"): but(func(p *Party) { p.Effect = compliance.EFFECT_FROZEN }),
		address("deep-payee"):   but(func(p *Party) { p.Effect = compliance.EFFECT_DEEP_FROZEN }),
		address("closed-payer"): but(func(p *Party) { p.Closed = true }),
		address("closed-payee"): but(func(p *Party) { p.Closed = true }),
		address("no-wallet"):    {},
		address("idle-device"):  but(func(p *Party) { p.Device = false }),
		address("poor"):         but(func(p *Party) { p.Held = 49_99 }),
		address("unopened"):     but(func(p *Party) { p.Out.OpeningDue = true }),
		address("day-limit"):    but(func(p *Party) { p.Out = Bound{Set: true, Left: 99_99} }),
		address("tx-limit"):     but(func(p *Party) { p.Out = Bound{Set: true, Once: true, Left: 50_00} }),
		address("full"):         but(func(p *Party) { p.In = Bound{Set: true, Left: 99} }),
	}, payments: map[wallet.UETR]Remembered{
		content("from-known-paid").UETR:    {Known: true, Paid: true, Digest: [16]byte(paid[:16])},
		content("from-known-refused").UETR: {Known: true, Digest: [16]byte(refused[:16])},
		content("from-known-other").UETR:   {Known: true, Paid: true},
	}}
	p.Signers = missing{p.Signers.(*Keystore), account("no-key").Device}
	answered := Answer{State: AnswerNotSent, Reason: ReasonPayeeUnknown}
	summary := p.subject(t)
	j, _, err := openJournal(p.journal(), summary)
	require.NoError(t, err)
	j.add(place("from-answered"), answered)
	require.NoError(t, j.sync())
	before, err := os.ReadFile(p.journal())
	require.NoError(t, err)

	f, err := Preview(t.Context(), p, view)

	require.NoError(t, err, "also while a run holds the journal")
	require.NoError(t, j.close())
	after, err := os.ReadFile(p.journal())
	require.NoError(t, err)
	require.Equal(t, before, after)
	want := map[string][]Expected{
		"from-frozen-payer":  {{VerdictRefused, "PAYER_FROZEN"}},
		"to-frozen-payee":    {{VerdictPay, ""}},
		"to-deep-payee":      {{VerdictRefused, "PAYEE_DEEP_FROZEN"}},
		"from-closed-payer":  {{VerdictRefused, "PAYER_CLOSED"}},
		"to-closed-payee":    {{VerdictRefused, "PAYEE_CLOSED"}},
		"from-no-wallet":     {{VerdictWalletMissing, "the payer's"}},
		"to-no-wallet":       {{VerdictWalletMissing, "the payee's"}},
		"from-idle-device":   {{VerdictDeviceIdle, ""}},
		"from-no-key":        {{VerdictKeyMissing, ErrKeyMissing.Error()}},
		"from-poor":          {{VerdictBalance, "expected 5000 minor units or more at its turn, got 4999"}},
		"from-known-paid":    {{VerdictPaidBefore, ""}},
		"from-known-refused": {{VerdictRefused, "the chain has refused it before"}},
		"from-known-other": {{
			VerdictConflict, "the chain has another payment under UETR " + content("from-known-other").UETR.String(),
		}},
		"from-unopened": {{VerdictRefused, "PERSON_OPENING_MISSING"}},
		"from-day-limit": {
			{VerdictPay, ""}, {VerdictLimit, "the payer's limit: expected at most 4999 minor units at its turn, got 5000"},
		},
		"from-tx-limit": {{VerdictPay, ""}, {VerdictPay, ""}},
		"to-full":       {{VerdictLimit, "the payee's limit: expected at most 99 minor units at its turn, got 100"}},
		"from-answered": {{VerdictAnswered, "NOT_SENT PAYEE_UNKNOWN"}},
		"from-twice":    {{VerdictPay, ""}, {VerdictPaidBefore, fmt.Sprintf("it is transfer %d once more", place("from-twice"))}},
		"another":       {{VerdictConflict, fmt.Sprintf("it has the UETR of transfer %d", place("from-twice"))}},
		"expired":       {{VerdictExpired, "the execution day is over"}},
		"nobody":        {{VerdictNotSent, "PAYEE_UNKNOWN: expected a creditor's account of the directory, got DE93…9999"}},
	}
	got, met := map[string][]Expected{}, map[Verdict]bool{}
	planted := map[int]bool{}
	for _, at := range g.Planted {
		got[at.Case] = append(got[at.Case], f.Expected[at.Index])
		planted[at.Index] = true
	}
	require.Equal(t, want, got)
	for i, e := range f.Expected {
		met[e.Verdict] = true
		require.True(t, planted[i] || e == Expected{Verdict: VerdictPay}, "%d: %v", i, e)
	}
	for _, v := range Verdicts() {
		require.True(t, met[v], "%s has no case", v)
	}
	require.Equal(t, 120+2+3, f.Count(VerdictPay))
	require.Equal(t, 1, f.Count(VerdictBalance))
	sent := 0
	for _, payer := range f.Payers {
		sent += payer.Transfers
		require.Equal(t, payer.Wallet == address("poor"), payer.Short())
		require.Equal(t, "cny", payer.Denom)
		require.Positive(t, payer.Sum)
	}
	require.Equal(t, 120+2+3+1+2, sent)
	require.NoFileExists(t, p.File+".tmp")
}

// subject is what the journal of the options' file is about.
func (o PayOptions) subject(t testing.TB) subject {
	t.Helper()
	f, err := Preview(t.Context(), o, &fakeView{})
	require.NoError(t, err)
	return subject{f.Summary.SHA256, f.Summary.Transfers, o.Planner.ChainID}
}

// What the payer receives by the file itself counts for what it pays after it.
func TestPreviewCountsBalancesOn(t *testing.T) {
	o := onFakeNetwork()
	o.InterbankFiles, o.Files, o.Transfers = 0, 1, 0
	o.Actors = []Actor{{"first", "bank-a"}, {"second", "bank-b"}}
	o.Plants = []Plant{
		{Case: "a", Debtor: "first", Creditor: "second", Amount: 60},
		{Case: "b", Debtor: "first", Creditor: "second", Amount: 60},
		{Case: "c", Debtor: "second", Creditor: "first", Amount: 160},
		{Case: "d", Debtor: "second", Creditor: "first", Amount: 1},
	}
	folder, g := paidFolder(t, o)
	f, err := Preview(t.Context(), previewOptions(t, folder, g.Files[0]), &fakeView{held: 100})
	require.NoError(t, err)
	var verdicts []Verdict
	for _, e := range f.Expected {
		verdicts = append(verdicts, e.Verdict)
	}
	require.Equal(t, []Verdict{VerdictPay, VerdictBalance, VerdictPay, VerdictBalance}, verdicts)
	require.Len(t, f.Payers, 2)
	require.Equal(t, []uint64{120, 161}, []uint64{f.Payers[0].Sum, f.Payers[1].Sum})
	require.True(t, f.Payers[0].Short())
}

func TestPreviewFails(t *testing.T) {
	folder, g := paidFolder(t, onFakeNetwork())
	down := errors.New("nobody answers")
	_, err := Preview(t.Context(), previewOptions(t, folder, g.Files[0]), &fakeView{err: down})
	require.ErrorIs(t, err, down)

	o := previewOptions(t, folder, g.Files[0])
	o.Now = o.Now.Add(-48 * time.Hour)
	view := &fakeView{}
	_, err = Preview(t.Context(), o, view)
	require.Error(t, err)
	require.Zero(t, view.asked)

	o = previewOptions(t, folder, g.Files[0])
	require.NoError(t, os.WriteFile(o.journal(), []byte("something else"), 0o600))
	_, err = Preview(t.Context(), o, view)
	require.ErrorIs(t, err, ErrJournal)

	_, err = Preview(t.Context(), PayOptions{File: filepath.Join(folder, "nothing")}, view)
	require.ErrorIs(t, err, os.ErrNotExist)
}
