// SPDX-License-Identifier: Apache-2.0

package module

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

var (
	alice = sdk.AccAddress(bytes.Repeat([]byte{1}, 20))
	bob   = sdk.AccAddress(bytes.Repeat([]byte{2}, 20))
)

// run runs a command of the room offline and returns the message it would sign.
func run(t *testing.T, args ...string) (sdk.Msg, error) {
	t.Helper()
	registry := codectypes.NewInterfaceRegistry()
	payment.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	config := tx.NewTxConfig(cdc, tx.DefaultSignModes)
	out := &bytes.Buffer{}
	clientCtx := client.Context{}.WithCodec(cdc).WithInterfaceRegistry(registry).WithTxConfig(config).
		WithFromAddress(alice).WithOutput(out).WithOffline(true).WithGenerateOnly(true)

	root := AppModule{}.GetTxCmd()
	root.DisableFlagParsing = false
	root.SetArgs(append(args, "--generate-only", "--offline", "--account-number=1", "--sequence=1", "--from="+alice.String()))
	root.SetErr(&bytes.Buffer{})
	root.SetOut(&bytes.Buffer{})
	root.SilenceUsage = true
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return client.SetCmdClientContextHandler(clientCtx, cmd) }
	root.SetContext(context.WithValue(t.Context(), client.ClientContextKey, &client.Context{}))
	if err := root.Execute(); err != nil {
		return nil, err
	}
	signed, err := config.TxJSONDecoder()(out.Bytes())
	require.NoError(t, err)
	require.Len(t, signed.GetMsgs(), 1)
	return signed.GetMsgs()[0], nil
}

func TestPayCommand(t *testing.T) {
	cases := map[string]struct {
		args []string
		want uint64
		err  error
	}{
		"an amount of people":    {[]string{bob.String(), "12.34 CNY"}, 1_234, nil},
		"bare coins are refused": {[]string{bob.String(), "1234cny"}, 0, payment.ErrAmountText},
		"too many decimals":      {[]string{bob.String(), "12.345 CNY"}, 0, payment.ErrAmountText},
		"to oneself":             {[]string{alice.String(), "1 CNY"}, 0, payment.ErrSelfPayment},
		"to nobody":              {[]string{"bob", "1 CNY"}, 0, wallet.ErrAddressInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			msg, err := run(t, append(append([]string{"pay"}, tc.args...), "--denom=cny", "--exponent=2", "--valid-until=1795449600", "--purpose=GDDS")...)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			pay := msg.(*payment.MsgPay)
			_, err = wallet.ParseUETR(pay.Uetr)
			require.NoError(t, err)
			require.Equal(t, &payment.MsgPay{
				Payer: alice.String(), Uetr: pay.Uetr, Payee: bob.String(), Denom: "cny", Amount: tc.want, Purpose: "GDDS", ValidUntil: 1_795_449_600,
			}, pay)
		})
	}
}

func TestRefundCommand(t *testing.T) {
	original, err := (&payment.MsgPay{
		Payer: bob.String(), Uetr: exampleUETR, Payee: alice.String(), Denom: "cny", Amount: 100, ValidUntil: 1,
	}).Content("tael-local-1")
	require.NoError(t, err)
	text := hex.EncodeToString(original.Bytes())

	msg, err := run(t, "refund", text, "0.40 CNY", "--denom=cny", "--exponent=2", "--valid-until=1795449600", "--uetr="+exampleUETR)
	require.NoError(t, err)
	require.Equal(t, &payment.MsgRefund{
		Payee: alice.String(), Uetr: exampleUETR, Original: original.UntaggedBytes(), Amount: 40, ValidUntil: 1_795_449_600,
	}, msg)

	_, err = run(t, "refund", text, "0.40 CNY", "--denom=ecny", "--exponent=2", "--valid-until=1795449600")
	require.ErrorIs(t, err, payment.ErrDenomUnknown)
	_, err = run(t, "refund", "0101", "0.40 CNY", "--denom=cny", "--exponent=2", "--valid-until=1795449600")
	require.ErrorIs(t, err, payment.ErrOriginalMalformed)
	_, err = run(t, "refund", "content", "0.40 CNY", "--denom=cny", "--exponent=2", "--valid-until=1795449600")
	require.ErrorIs(t, err, payment.ErrOriginalMalformed)
}

func TestPayBatchCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "batch.txt")
	require.NoError(t, os.WriteFile(file, []byte("AQID\nBAUG\n"), 0o600))

	msg, err := run(t, "pay-batch", file, "--mode=atomic")
	require.NoError(t, err)
	require.Equal(t, &payment.MsgPayBatch{
		Carrier: alice.String(), Mode: payment.BATCH_MODE_ATOMIC, Instructions: [][]byte{{1, 2, 3}, {4, 5, 6}},
	}, msg)

	_, err = run(t, "pay-batch", file, "--mode=some")
	require.ErrorIs(t, err, payment.ErrBatchMode)
	require.NoError(t, os.WriteFile(file, []byte("AQID\nno base64\n"), 0o600))
	_, err = run(t, "pay-batch", file)
	require.ErrorIs(t, err, payment.ErrPaymentMalformed)
	require.ErrorContains(t, err, "line 2")
}

func TestPickDenom(t *testing.T) {
	currencies := []netting.Currency{{Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny"}, {Code: "HKD", EmoneyDenom: "hkd", SettlingDenom: "ehkd"}}
	cases := map[string]struct {
		code, want string
		settling   bool
		denom      string
	}{
		"e-money if nothing is said":      {code: "HKD", denom: "hkd"},
		"central-bank money if asked for": {code: "CNY", settling: true, denom: "ecny"},
		"the original's money":            {code: "CNY", want: "ecny", denom: "ecny"},
		"the original's other money":      {code: "CNY", want: "cny", denom: "cny"},
		"not another currency's":          {code: "HKD", want: "cny"},
		"not an unknown currency":         {code: "JPY"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			denom, err := pickDenom(currencies, tc.code, tc.want, tc.settling)
			require.Equal(t, tc.denom, denom)
			if tc.denom == "" {
				require.ErrorIs(t, err, payment.ErrDenomUnknown)
			}
		})
	}
}
