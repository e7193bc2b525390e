// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	sdkclient "github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
)

// payFixture is a folder of files, a fake network that pays them and a home with two lanes.
type payFixture struct {
	network *fakenet.Network
	home    sdkclient.Context
	folder  string
	made    payfile.Generated
}

func newPayFixture(t *testing.T) payFixture {
	t.Helper()
	f := payFixture{network: fakenet.New(t, 1), folder: filepath.Join(t.TempDir(), "inbox")}
	var err error
	f.made, err = payfile.Generate(payfile.Options{
		Seed: 1, ChainID: fakenet.ChainID, Day: time.Now(), Files: 1, Transfers: 40, Debtors: 4, Creditors: 10,
		Custodians: []string{"bank-a", "bank-b"}, MinAmount: 8_00,
		Plants: []payfile.Plant{
			{Case: "unknown", Debtor: "debtor-0", Creditor: payfile.Unknown},
			{Case: "refused", Debtor: "debtor-0", Creditor: "creditor-1", Amount: 7_77},
		},
	}, f.folder)
	require.NoError(t, err)
	f.network.Refuse(7_77, compliance.ReasonBalance)
	ring := keyring.NewInMemory(app.MakeEncodingConfig().Codec)
	for _, name := range []string{"lane-0", "lane-1"} {
		_, _, err := ring.NewMnemonic(name, keyring.English, "", "", hd.Secp256k1)
		require.NoError(t, err)
	}
	f.home = sdkclient.Context{}.WithKeyring(ring).WithChainID(fakenet.ChainID)
	return f
}

func (f payFixture) file() string {
	return filepath.Join(f.folder, payfile.FilesFolder, f.made.Files[0])
}

// run runs the command as typed, with the nodes of the fake network.
func (f payFixture) run(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	node := f.network.Nodes[0]
	args = append([]string{
		"file", f.file(), "--directory", filepath.Join(f.folder, payfile.DirectoryFile),
		"--keystore", filepath.Join(f.folder, payfile.KeystoreFolder), "--node", "tcp://" + node.RPC, "--grpc-addr", node.GRPC,
	}, args...)
	return runCommand(context.WithValue(t.Context(), sdkclient.ClientContextKey, &f.home), payCommand(), args...)
}

func runCommand(ctx context.Context, cmd *cobra.Command, args ...string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	cmd.SetArgs(args)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err = cmd.ExecuteContext(ctx)
	return out.String(), errs.String(), err
}

func TestPayFile(t *testing.T) {
	f := newPayFixture(t)
	stdout, stderr, err := f.run(t, "--from", "lane-0,lane-1")
	require.NoError(t, err)
	require.Contains(t, stdout, f.file()+": pain.001.001.09 ")
	require.Contains(t, stdout, "42 transfers, ")
	for _, line := range []string{"paid 40", "refused 1", "failed 0", "not sent 1", "without an answer 0", "known from an earlier run 0"} {
		require.Contains(t, strings.Join(strings.Fields(stdout), " "), line)
	}
	require.Regexp(t, `10 +NOT_SENT PAYEE_UNKNOWN`, stdout)
	require.Regexp(t, `11 +REFUSED BALANCE`, stdout)
	require.Contains(t, stderr, "42 of 42: 40 paid, 1 refused, 0 failed, 1 not sent\n")
	require.NotContains(t, stderr, "\r", "no terminal, no moving line")
	require.FileExists(t, f.file()+payfile.JournalExtension)

	answers := f.network.Answers()
	stdout, _, err = f.run(t, "--from", "lane-0", "--output", "json")
	require.NoError(t, err)
	require.Equal(t, answers, f.network.Answers(), "nothing is sent again")
	var document struct {
		Message string           `json:"message"`
		Counts  map[string]int   `json:"counts"`
		Resumed int              `json:"resumed"`
		NotPaid []map[string]any `json:"not_paid"`
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document))
	require.Equal(t, "pain.001.001.09", document.Message)
	require.Equal(t, map[string]int{"transfers": 42, "paid": 40, "refused": 1, "failed": 0, "not_sent": 1}, document.Counts)
	require.Equal(t, 42, document.Resumed)
	require.Len(t, document.NotPaid, 2)
}

func TestPayFileSaysWhatIsUnknown(t *testing.T) {
	f := newPayFixture(t)
	f.network.Nodes[0].Does(fakenet.Always(fakenet.Forbid))
	stdout, _, err := f.run(t, "--from", "lane-0")
	require.ErrorIs(t, err, payfile.ErrUnknown)
	require.ErrorContains(t, err, "next: run the same command again")
	require.Regexp(t, `without an answer +41`, stdout)
}

func TestPayFileRefuses(t *testing.T) {
	tests := map[string]struct {
		args   []string
		change func(t *testing.T, f *payFixture)
		want   string
	}{
		"no lane":                {nil, nil, "expected --from LANE"},
		"a lane twice":           {[]string{"--from", "lane-0,lane-0"}, nil, `expected every lane once, got "lane-0" again`},
		"a lane that is no key":  {[]string{"--from", "nobody"}, nil, "nobody"},
		"another format":         {[]string{"--output", "xml"}, nil, `expected text or json, got "xml"`},
		"more addresses":         {[]string{"--node", "http://127.0.0.1:1"}, nil, "expected as many addresses in --node as in --grpc-addr, got 2 and 1"},
		"no authority":           {[]string{"--tls-ca", "nowhere.pem"}, nil, "--tls-ca: "},
		"no directory":           {[]string{"--directory", ""}, nil, "expected --directory FILE and --keystore DIR"},
		"a directory not there":  {[]string{"--directory", "nowhere.json"}, nil, "nowhere.json"},
		"a batch too large":      {[]string{"--from", "lane-0", "--batch", "100000"}, nil, "expected 1 to"},
		"no chain id":            {nil, func(_ *testing.T, f *payFixture) { f.home = f.home.WithChainID("") }, "set the chain id"},
		"a chain that is real":   {nil, func(_ *testing.T, f *payFixture) { f.home = f.home.WithChainID("tael-1") }, "development keys"},
		"another local chain":    {nil, func(_ *testing.T, f *payFixture) { f.home = f.home.WithChainID("tael-local-99") }, "expected a node of tael-local-99"},
		"schemas, no report":     {[]string{"--schemas", "nowhere"}, nil, "--schemas: iso20022: no schema in nowhere"},
		"a report in no folder":  {[]string{"--report", "nowhere/report.xml"}, nil, "--report: stat nowhere"},
		"a broken file":          {[]string{"--from", "lane-0"}, cutOff, "truncated (code 5)"},
		"a broken file, dry run": {[]string{"--dry-run"}, cutOff, "truncated (code 5)"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newPayFixture(t)
			if tc.change != nil {
				tc.change(t, &f)
			}
			stdout, _, err := f.run(t, tc.args...)
			require.ErrorContains(t, err, tc.want)
			require.Empty(t, stdout)
			require.Zero(t, f.network.Answers())
			require.NoFileExists(t, f.file()+payfile.JournalExtension)
		})
	}
}

func cutOff(t *testing.T, f *payFixture) {
	t.Helper()
	raw, err := os.ReadFile(f.file())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(f.file(), raw[:len(raw)-30], 0o600))
}

func TestForecastIsPrinted(t *testing.T) {
	forecast := payfile.Forecast{
		Summary: iso20022.Summary{
			Message: iso20022.Pacs008, MessageID: "M-1", Transfers: 25, Amounts: map[string]uint64{"CNY": 123_45, "JPY": 7},
		},
		Expected: make([]payfile.Expected, 25),
		Payers:   []payfile.PayerTotal{{Wallet: [20]byte{1}, Denom: "cny", Transfers: 3, Sum: 10_00, Held: 0}},
	}
	for i := range forecast.Expected {
		forecast.Expected[i] = payfile.Expected{Verdict: payfile.VerdictBalance, Detail: "too little"}
	}
	forecast.Expected[3] = payfile.Expected{Verdict: payfile.VerdictPay}
	cmd := &cobra.Command{RunE: func(cmd *cobra.Command, _ []string) error {
		format, err := outputFormat(cmd)
		if err != nil {
			return err
		}
		return printForecast(cmd, format, "file.xml", forecast)
	}}
	cmd.Flags().String(flagOutput, outputText, "")
	stdout, _, err := runCommand(t.Context(), cmd)
	require.NoError(t, err)
	for _, want := range []string{
		"file.xml: pacs.008.001.08 M-1: 25 transfers, 123.45 CNY, 7 JPY\n", "A dry run: nothing was signed or sent.\n",
		"holds less than the file asks for", "and 4 more: --output json names all\n",
	} {
		require.Contains(t, stdout, want)
	}
	require.Regexp(t, `PAY +1 *\n`, stdout)
	require.Regexp(t, `BALANCE +24 *\n`, stdout)
	require.Regexp(t, `tael1\w+ +3 +10.00 CNY +0.00 `, stdout)

	stdout, _, err = runCommand(t.Context(), cmd, "--"+flagOutput, "json")
	require.NoError(t, err)
	var document struct {
		Verdicts map[string]int   `json:"verdicts"`
		Other    []map[string]any `json:"not_to_be_paid"`
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &document))
	require.Equal(t, map[string]int{"PAY": 1, "BALANCE": 24}, document.Verdicts)
	require.Len(t, document.Other, 24)
}

func TestMeterOnATerminal(t *testing.T) {
	var out bytes.Buffer
	m := newMeter(&out)
	require.False(t, m.terminal)
	m.terminal, m.every = true, time.Hour
	m.tell(payfile.Counts{Transfers: 10})
	m.tell(payfile.Counts{Transfers: 10, Paid: 3})
	m.tell(payfile.Counts{Transfers: 10, Paid: 8, Refused: 2})
	m.end()
	require.Equal(t, "\r["+strings.Repeat(".", 30)+"] 0 of 10: 0 paid, 0 refused, 0 failed, 0 not sent\x1b[K"+
		"\r["+strings.Repeat("#", 30)+"] 10 of 10: 8 paid, 2 refused, 0 failed, 0 not sent\x1b[K\n", out.String())
}

func TestCheckMessages(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "gateway", "iso20022", "testdata")
	valid := filepath.Join(folder, "valid", "pain.001.001.09", "several-debtors.xml")
	stdout, _, err := runCommand(t.Context(), iso20022Command(), "check", valid)
	require.NoError(t, err)
	require.Contains(t, stdout, valid+": pain.001.001.09 ")
	require.Contains(t, stdout, "6 transfers")

	stdout, _, err = runCommand(t.Context(), iso20022Command(), "check", valid, filepath.Join(folder, "nothing.xml"), "pay_test.go", "-o", "json")
	require.ErrorContains(t, err, "2 of 3 files refused:\n")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorIs(t, err, iso20022.CodeSyntax)
	require.Regexp(t, `pay_test\.go:\d+: `, err.Error())
	var views []fileView
	require.NoError(t, json.Unmarshal([]byte(stdout), &views))
	require.Len(t, views, 1)
	require.Equal(t, 6, views[0].Transfers)

	_, _, err = runCommand(t.Context(), iso20022Command(), "check")
	require.Error(t, err)
}

func TestPayAndCheckSayWhatTheyDo(t *testing.T) {
	for _, group := range []*cobra.Command{payCommand(), iso20022Command()} {
		for _, leaf := range group.Commands() {
			require.NotEmpty(t, leaf.Short)
			require.NotEmpty(t, leaf.Long)
			require.Contains(t, leaf.Example, leaf.Name())
			require.NotNil(t, leaf.Flags().Lookup(flags.FlagOutput))
		}
	}
}
