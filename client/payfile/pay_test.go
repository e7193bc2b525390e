// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// onFakeNetwork are the options of files that the fake network pays.
func onFakeNetwork() Options {
	o := interbankOptions()
	o.ChainID = fakenet.ChainID
	return o
}

// dial connects to a fake network.
func dial(t testing.TB, endpoints ...client.Endpoint) *client.Client {
	t.Helper()
	c, err := client.Dial(t.Context(), client.Config{
		ChainID: fakenet.ChainID, Endpoints: endpoints, Timeout: 2 * time.Second, Poll: 2 * time.Millisecond,
	})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func endpoints(n *fakenet.Network) (all []client.Endpoint) {
	for _, node := range n.Nodes {
		all = append(all, client.Endpoint{GRPC: node.GRPC, RPC: "http://" + node.RPC})
	}
	return all
}

// payOptions are for a file of a generated folder, over two lanes of a seed.
func payOptions(t testing.TB, folder, file, seed string, c *client.Client) PayOptions {
	t.Helper()
	directory, err := LoadDirectory(filepath.Join(folder, DirectoryFile))
	require.NoError(t, err)
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), fakenet.ChainID)
	require.NoError(t, err)
	o := PayOptions{
		File: filepath.Join(folder, FilesFolder, file), Now: day, Signers: keys,
		Planner: Planner{ChainID: fakenet.ChainID, Directory: directory}, Payer: client.PayerConfig{Batch: 50, Linger: 2 * time.Millisecond},
	}
	for _, name := range []string{"one", "two"} {
		key := sha256.Sum256([]byte(seed + name))
		o.Lanes = append(o.Lanes, c.Lane(&secp256k1.PrivKey{Key: key[:]}))
	}
	return o
}

func paidFolder(t testing.TB, o Options) (folder string, g Generated) {
	t.Helper()
	folder = t.TempDir()
	g, err := Generate(o, folder)
	require.NoError(t, err)
	return folder, g
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// Every transfer gets its answer, a second run gives the same ones and sends nothing.
func TestPay(t *testing.T) {
	const uetr = "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"
	n := fakenet.New(t, 2)
	n.Refuse(7_77, compliance.ReasonBalance)
	o := onFakeNetwork()
	o.MinAmount = 8_00
	for _, interbank := range []bool{false, true} {
		o.Plants = append(o.Plants,
			Plant{Case: "refused", Debtor: "debtor-0", Amount: 7_77, Interbank: interbank},
			Plant{Case: "unknown-payee", Debtor: "debtor-0", Creditor: Unknown, Interbank: interbank},
		)
	}
	o.Plants = append(o.Plants,
		Plant{Case: "same-again", Debtor: "debtor-0", Creditor: "creditor-1", Amount: 9_00, UETR: uetr, Count: 2},
		Plant{Case: "same-uetr-else", Debtor: "debtor-0", Creditor: "creditor-1", Amount: 10_00, UETR: uetr},
	)
	folder, g := paidFolder(t, o)
	c := dial(t, endpoints(n)...)
	paid := 0
	for _, name := range []string{g.Files[0], g.Interbank[0].Name} {
		t.Run(name, func(t *testing.T) {
			p := payOptions(t, folder, name, "pay", c)
			p.Payer.Batch = 1_000 // equal UETRs come in one batch, in the file's order
			p.Lanes = p.Lanes[:1]
			var told []Counts
			p.Progress = func(c Counts) { told = append(told, c) }
			out, err := Pay(within(t, time.Minute), p)
			require.NoError(t, err)

			require.Equal(t, out.Counts, told[len(told)-1])
			require.Equal(t, Counts{Transfers: out.Summary.Transfers}, told[0])
			require.Len(t, out.Answers, out.Summary.Transfers)
			require.Zero(t, out.Counts.Open())
			require.Zero(t, out.Resumed)
			want := map[string][]string{"refused": {"REFUSED BALANCE"}, "unknown-payee": {"NOT_SENT PAYEE_UNKNOWN"}}
			if name == g.Files[0] {
				want["same-again"], want["same-uetr-else"] = []string{"PAID INTRA", "PAID INTRA"}, []string{"ERROR payment/2"}
			}
			got := map[string][]string{}
			for _, planted := range g.Planted {
				if planted.Name == name {
					got[planted.Case] = append(got[planted.Case], out.Answers[planted.Index].String())
				}
			}
			require.Equal(t, want, got)
			require.Equal(t, 1, out.Counts.Refused)
			require.Equal(t, 1, out.Counts.NotSent)
			for _, a := range out.Answers {
				require.Equal(t, a.State == AnswerFinal, a.Height > 0)
			}

			paid += out.Counts.Paid
			sent := n.Answers()
			again, err := Pay(within(t, time.Minute), p)
			require.NoError(t, err)
			require.Equal(t, sent, n.Answers(), "nothing is sent again")
			require.Equal(t, out.Summary.Transfers, again.Resumed)
			require.Equal(t, len(out.Answers), len(again.Answers))
			for i, a := range out.Answers {
				require.True(t, a.Time.Equal(again.Answers[i].Time))
				a.Time = again.Answers[i].Time
				require.Equal(t, a, again.Answers[i])
			}

			require.NoError(t, os.Remove(p.journal()))
			lost, err := Pay(within(t, time.Minute), p)
			require.NoError(t, err)
			require.Equal(t, out.Counts, lost.Counts, "a journal that was lost pays nothing twice")
		})
	}
	require.Len(t, n.Effects(t), paid-1, "one UETR was in the file twice")
	for uetr, times := range n.Effects(t) {
		require.Equal(t, 1, times, uetr)
	}
}

func TestPayStopsAndGoesOn(t *testing.T) {
	folder, g := paidFolder(t, onFakeNetwork())
	file := g.Files[0]
	tests := map[string]struct {
		breaks func(t *testing.T, n *fakenet.Network, o *PayOptions) context.Context
		cause  error
		mends  func(t *testing.T, n *fakenet.Network)
	}{
		"a lane that may not": {
			breaks: func(t *testing.T, n *fakenet.Network, _ *PayOptions) context.Context {
				n.Nodes[0].Does(fakenet.Always(fakenet.Forbid))
				return t.Context()
			},
			mends: func(_ *testing.T, n *fakenet.Network) { n.Nodes[0].Does(fakenet.Always(fakenet.Honest)) },
		},
		"a key that is not there": {
			breaks: func(t *testing.T, _ *fakenet.Network, o *PayOptions) context.Context {
				keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), fakenet.ChainID)
				require.NoError(t, err)
				o.Signers = missing{keys, g.Accounts[3].Device}
				return t.Context()
			},
			cause: ErrKeyMissing,
		},
		"a context that ends": {
			breaks: func(t *testing.T, n *fakenet.Network, _ *PayOptions) context.Context {
				n.Pause(true)
				return within(t, 100*time.Millisecond)
			},
			cause: context.DeadlineExceeded,
			mends: func(_ *testing.T, n *fakenet.Network) { n.Pause(false) },
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			n := fakenet.New(t, 1)
			o := payOptions(t, folder, file, name, dial(t, endpoints(n)...))
			o.Journal = filepath.Join(t.TempDir(), "journal")
			sound := o
			out, err := Pay(tc.breaks(t, n, &o), o)
			require.ErrorIs(t, err, ErrUnknown)
			if tc.cause != nil {
				require.ErrorIs(t, err, tc.cause)
			}
			require.Positive(t, out.Counts.Open())
			require.Len(t, out.Answers, 120)
			if tc.mends != nil {
				tc.mends(t, n)
			}
			before := out.Counts.Done()
			out, err = Pay(within(t, time.Minute), sound)
			require.NoError(t, err)
			require.Equal(t, before, out.Resumed)
			require.Equal(t, Counts{Transfers: 120, Paid: 120}, out.Counts)
			require.Len(t, n.Effects(t), 120)
		})
	}
}

// missing has no key of one device.
type missing struct {
	*Keystore
	device [wallet.AddressLength]byte
}

func (m missing) Signer(device [wallet.AddressLength]byte) (wallet.Signer, error) {
	if device == m.device {
		return nil, ErrKeyMissing
	}
	return m.Keystore.Signer(device)
}

func TestPayRefusesAFileWhole(t *testing.T) {
	folder, g := paidFolder(t, onFakeNetwork())
	n := fakenet.New(t, 1)
	c := dial(t, endpoints(n)...)
	spoil := func(t *testing.T, o PayOptions, change func([]byte) []byte) {
		raw, err := os.ReadFile(o.File)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(o.File, change(raw), 0o600))
	}
	tests := map[string]struct {
		change func(t *testing.T, o *PayOptions)
		want   error
	}{
		"a file cut off": {func(t *testing.T, o *PayOptions) {
			spoil(t, *o, func(raw []byte) []byte { return raw[:len(raw)-20] })
		}, iso20022.CodeTruncated},
		"a day to come": {func(_ *testing.T, o *PayOptions) { o.Now = day.AddDate(0, 0, -1) }, iso20022.CodeExecutionDate},
		"too many":      {func(_ *testing.T, o *PayOptions) { o.Limits.Transfers = 119 }, iso20022.CodeTransfers},
		"no lanes":      {func(_ *testing.T, o *PayOptions) { o.Lanes = nil }, client.ErrConfig},
		"no file":       {func(_ *testing.T, o *PayOptions) { o.File += "x" }, os.ErrNotExist},
		"no message that is paid": {func(t *testing.T, o *PayOptions) {
			spoil(t, *o, func([]byte) []byte { return institutions(t) })
		}, iso20022.CodeVersion},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := payOptions(t, folder, g.Files[1], "refuse", c)
			copied := filepath.Join(t.TempDir(), "file.xml")
			raw, err := os.ReadFile(o.File)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(copied, raw, 0o600))
			o.File = copied
			tc.change(t, &o)
			out, err := Pay(within(t, time.Minute), o)
			require.ErrorIs(t, err, tc.want)
			require.Empty(t, out)
			require.NoFileExists(t, o.File+JournalExtension)
		})
	}
	require.Zero(t, n.Answers())
}

// institutions is a pacs.009 of one transfer.
func institutions(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	x, err := iso20022.NewTransferWriter(&b, iso20022.Pacs009, iso20022.GroupHeader{
		MessageID: "I-1", Created: day, Transfers: 1, SettlementDate: day, SettlementMethod: "CLRG", InstructingAgent: bics[0],
	})
	require.NoError(t, err)
	require.NoError(t, x.Transfer(iso20022.Transfer{
		Payment: &iso20022.Payment{DebtorAgent: bics[0]}, EndToEndID: "E-1", Amount: 1_00, Currency: "CNY", CreditorAgent: bics[1],
		SettlementDate: day,
	}))
	require.NoError(t, x.Close())
	_, err = iso20022.Check(bytes.NewReader(b.Bytes()), iso20022.Options{Now: day})
	require.NoError(t, err)
	return b.Bytes()
}

func TestCountsAddUp(t *testing.T) {
	c := Counts{Transfers: 5}
	for _, a := range someAnswers() {
		c.add(a)
	}
	require.Equal(t, Counts{Transfers: 5, Paid: 1, Refused: 1, Failed: 1, NotSent: 1}, c)
	require.Equal(t, 4, c.Done())
	require.Equal(t, 1, c.Open())
	require.True(t, someAnswers()[0].Paid())
	require.False(t, Answer{Result: payment.Result{Status: payment.ResultPaid}}.Paid())
}
