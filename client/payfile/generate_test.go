// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jacoelho/xsd"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		require.NoError(t, err)
		all[name], err = os.ReadFile(path)
		return err
	}))
	return all
}

func TestTheSameSeedWritesTheSameBytes(t *testing.T) {
	first, _, _, _ := generated(t, options())
	second, _, _, _ := generated(t, options())
	require.Equal(t, contents(t, first), contents(t, second))
	o := options()
	o.Seed++
	third, _, _, _ := generated(t, o)
	for name, content := range contents(t, third) {
		require.NotEqual(t, contents(t, first)[name], content, name)
	}
}

func TestGeneratedFilesAreWhatWasAskedFor(t *testing.T) {
	folder, g, planner, _ := generated(t, options())
	require.Equal(t, []string{"payments-0001.xml", "payments-0002.xml"}, g.Files)
	require.Equal(t, 240, g.Transfers)
	require.Len(t, g.Accounts, 35)
	uetrs := map[wallet.UETR]bool{}
	given := 0
	for _, name := range g.Files {
		header, all := transfers(t, filepath.Join(folder, FilesFolder, name), day)
		require.Len(t, all, 120)
		debtors := map[string]bool{}
		for _, transfer := range all {
			plan := planner.Plan(header, transfer)
			require.False(t, plan.Refused(), plan.Refusal)
			require.NoError(t, plan.Content.Validate())
			require.GreaterOrEqual(t, transfer.Amount, uint64(1_00))
			require.LessOrEqual(t, transfer.Amount, uint64(500_00))
			debtors[transfer.Payment.DebtorAccount.ID()] = true
			uetrs[plan.Content.UETR] = true
			if transfer.UETR != "" {
				given++
			}
		}
		require.Len(t, debtors, 5)
	}
	require.Len(t, uetrs, 240)
	require.Positive(t, given)
	require.Less(t, given, 120)
}

func TestGeneratedFilesHoldTheSchema(t *testing.T) {
	folder := os.Getenv("TAEL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	schemas := filepath.Join(folder, "iso20022", "xsd")
	if _, err := os.Stat(schemas); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the public sample data must be there in CI: %v", err)
		}
		t.Skipf("no public sample data beside the repository (set TAEL_SHARED_DATA): %v", err)
	}
	folder, g, _, _ := generated(t, interbankOptions())
	validate := func(message iso20022.Message, names ...string) {
		schema, err := xsd.LoadFile(filepath.Join(schemas, string(message)+".xsd"))
		require.NoError(t, err)
		for _, name := range names {
			require.NoError(t, schema.ValidateFile(filepath.Join(folder, FilesFolder, name)))
		}
	}
	validate(iso20022.Pain001, g.Files...)
	for _, f := range g.Interbank {
		validate(iso20022.Pacs008, f.Name)
	}
}

func TestPopulation(t *testing.T) {
	o := options()
	o.Debtors, o.Creditors = 20, 80
	o.Actors = []Actor{{"frozen-payer", "bank-b"}}
	all, err := Population(o)
	require.NoError(t, err)
	ids, wallets, kinds, custodians, without := map[string]bool{}, map[string]bool{}, map[wallet.KeyAlgorithm]int{}, map[string]int{}, 0
	for _, a := range all {
		ids[a.ID.ID()], wallets[a.Wallet] = true, true
		kinds[a.Algorithm]++
		custodians[a.Custodian]++
		if a.ID.IBAN == "" {
			without++
		} else {
			require.NoError(t, iso20022.CheckIBAN(a.ID.IBAN))
		}
		require.NoError(t, wallet.ValidateKey(a.Algorithm, a.PublicKey))
		require.Equal(t, wallet.DeviceID(a.Algorithm, a.PublicKey), a.Device)
	}
	require.Len(t, ids, 101)
	require.Len(t, wallets, 101)
	require.Equal(t, map[wallet.KeyAlgorithm]int{
		wallet.KEY_ALGORITHM_ED25519: 91, wallet.KEY_ALGORITHM_SECP256K1: 5, wallet.KEY_ALGORITHM_P256: 5,
	}, kinds)
	require.Equal(t, 10, without)
	require.Len(t, custodians, 3)
	last := all[len(all)-1]
	require.Equal(t, "frozen-payer", last.Name)
	require.Equal(t, RoleActor, last.Role)
	require.Equal(t, "bank-b", last.Custodian)
}

func TestPlants(t *testing.T) {
	o := options()
	const uetr = "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"
	o.Actors = []Actor{{"frozen-payer", "bank-a"}, {"frozen-payee", "bank-b"}}
	o.Plants = []Plant{
		{Case: "over-the-limit", File: 0, Debtor: "debtor-1", Creditor: "creditor-2", Amount: 9_999_00},
		{Case: "from-frozen", File: 0, Debtor: "frozen-payer", Count: 3},
		{Case: "to-frozen", File: 1, Creditor: "frozen-payee"},
		{Case: "unknown-payee", File: 1, Creditor: Unknown},
		{Case: "unknown-payer", File: 1, Debtor: Unknown},
		{Case: "same-again", File: 1, Debtor: "debtor-0", Creditor: "creditor-0", Amount: 5_00, UETR: uetr, Count: 2},
		{Case: "same-uetr-else", File: 1, Debtor: "debtor-0", Creditor: "creditor-0", Amount: 6_00, UETR: uetr},
		{Case: "expired", File: 1, Debtor: "debtor-0", DaysAgo: 2},
	}
	folder, g, planner, _ := generated(t, o)
	require.Equal(t, 240+11, g.Transfers)
	require.Len(t, g.Planted, 11)

	planned := map[string][]Plan{}
	for i, name := range g.Files {
		header, all := transfers(t, filepath.Join(folder, FilesFolder, name), day)
		for _, p := range g.Planted {
			if p.File != i {
				continue
			}
			transfer := all[p.Index]
			require.Contains(t, transfer.InstructionID, p.Case+"/")
			require.Equal(t, p.Amount, transfer.Amount)
			planned[p.Case] = append(planned[p.Case], planner.Plan(header, transfer))
		}
	}
	require.Equal(t, uint64(9_999_00), planned["over-the-limit"][0].Content.Amount)
	require.Len(t, planned["from-frozen"], 3)
	require.Equal(t, ReasonPayeeUnknown, planned["unknown-payee"][0].Refusal.Reason)
	require.Equal(t, ReasonPayerUnknown, planned["unknown-payer"][0].Refusal.Reason)
	again := planned["same-again"]
	require.Equal(t, again[0].Content, again[1].Content)
	other := planned["same-uetr-else"][0]
	require.Equal(t, again[0].Content.UETR, other.Content.UETR)
	require.NotEqual(t, again[0].Content.Digest(), other.Content.Digest())
	require.Less(t, planned["expired"][0].Content.ValidUntil, uint64(day.Unix()))

	plain, _, _, _ := generated(t, options())
	require.NotEqual(t, contents(t, plain)["files/payments-0001.xml"], contents(t, folder)["files/payments-0001.xml"])
	require.True(t, bytes.Contains(contents(t, folder)["files/payments-0001.xml"], []byte("E-0001-00000120")))
}

func TestGenerateRefuses(t *testing.T) {
	tests := map[string]struct {
		change func(*Options)
		want   error
	}{
		"no files":                 {func(o *Options) { o.Files = 0 }, ErrOptions},
		"no debtors":               {func(o *Options) { o.Debtors = 0 }, ErrOptions},
		"no creditors":             {func(o *Options) { o.Creditors = 0 }, ErrOptions},
		"no custodians":            {func(o *Options) { o.Custodians = nil }, ErrOptions},
		"no day":                   {func(o *Options) { o.Day = time.Time{} }, ErrOptions},
		"amounts the wrong way":    {func(o *Options) { o.MinAmount, o.MaxAmount = 2, 1 }, ErrOptions},
		"an unknown currency":      {func(o *Options) { o.Currency = "RMB" }, ErrOptions},
		"a plant without a file":   {func(o *Options) { o.Plants = []Plant{{Case: "x", File: 2}} }, ErrOptions},
		"a plant without a case":   {func(o *Options) { o.Plants = []Plant{{}} }, ErrOptions},
		"a plant of nobody":        {func(o *Options) { o.Plants = []Plant{{Case: "x", Debtor: "nobody"}} }, ErrOptions},
		"an actor twice":           {func(o *Options) { o.Actors = []Actor{{"x", "bank-a"}, {"x", "bank-a"}} }, ErrOptions},
		"an actor called unknown":  {func(o *Options) { o.Actors = []Actor{{Unknown, "bank-a"}} }, ErrOptions},
		"an actor of another bank": {func(o *Options) { o.Actors = []Actor{{"x", "bank-z"}} }, ErrOptions},
		"a chain that is real":     {func(o *Options) { o.ChainID = "tael-1" }, ErrNotLocal},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := options()
			tc.change(&o)
			folder := t.TempDir()
			_, err := Generate(o, folder)
			require.ErrorIs(t, err, tc.want)
			require.Empty(t, contents(t, folder), "nothing is written")
		})
	}
}

func TestGenerateOverwritesNothing(t *testing.T) {
	folder, _, _, _ := generated(t, options())
	before := contents(t, folder)
	o := options()
	o.Seed++
	_, err := Generate(o, folder)
	require.ErrorIs(t, err, fs.ErrExist)
	require.Equal(t, before, contents(t, folder))
}

func TestRedate(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("..", "..", "gateway", "iso20022", "testdata", "valid", "pain.001.001.09", "several-debtors.xml"))
	require.NoError(t, err)
	later := day.AddDate(1, 0, 0)
	_, err = iso20022.Check(bytes.NewReader(Redate(file, later)), iso20022.Options{Now: day})
	require.ErrorIs(t, err, iso20022.CodeExecutionDate)
	summary, err := iso20022.Check(bytes.NewReader(Redate(file, later)), iso20022.Options{Now: later})
	require.NoError(t, err)
	require.Equal(t, 6, summary.Transfers)
	require.Equal(t, file, Redate(Redate(file, later), day))
}
