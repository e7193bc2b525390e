// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// rewrite writes the vector files anew instead of comparing them: go test ./x/wallet -run Vectors -rewrite.
var rewrite = flag.Bool("rewrite", false, "write testdata anew")

const (
	testChain  = "tael-local-1"
	testEIP155 = 80_801
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	flag.Parse()
	os.Exit(m.Run())
}

func seed(name string) [32]byte { return sha256.Sum256([]byte(name)) }

func newSigner(t testing.TB, algorithm wallet.KeyAlgorithm, name string) wallet.Signer {
	t.Helper()
	signer, err := wallet.NewSigner(algorithm, seed(name))
	require.NoError(t, err)
	return signer
}

func address(name string) [20]byte {
	sum := seed(name)
	return [20]byte(sum[:20])
}

func payContent() wallet.Content {
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: testChain, UETR: wallet.NewUETRFromSHA256(seed("uetr")),
		Payer: address("alice"), Payee: address("shop"), Denom: "cny", Amount: 12_34, Purpose: "GDDS",
		Reference: seed("reference"), ValidUntil: 1_795_392_000,
	}
}

// fullExtras has every extra a PAY may carry.
func fullExtras() wallet.Extras {
	salt := seed("own salt")
	fees := []wallet.FeeLeg{{Payee: address("operator"), Amount: 12}, {Payee: address("network"), Amount: 3}, {Payee: address("issuer"), Amount: 7}}
	slices.SortFunc(fees, func(a, b wallet.FeeLeg) int { return bytes.Compare(a.Payee[:], b.Payee[:]) })
	return wallet.Extras{
		Fees: fees, Channel: wallet.CHANNEL_STATIC_CODE,
		Person: &wallet.PersonOpening{Tag: seed("tag"), Salt: seed("salt")}, OwnSalt: &salt,
	}
}

func refundContent() (wallet.Content, []byte) {
	c := payContent()
	c.Kind, c.UETR = wallet.INSTRUCTION_KIND_REFUND, wallet.NewUETRFromSHA256(seed("refund"))
	c.Payer, c.Payee, c.Amount = c.Payee, c.Payer, 10_00
	return c, wallet.OriginalExtras(payContent())
}

func contestContent() wallet.Content {
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_CONTEST, ChainID: testChain, UETR: wallet.NewUETRFromSHA256(seed("contest")),
		Payer: address("alice"), Payee: address("device"), ValidUntil: 1_795_392_000,
	}
}

// signed makes an instruction signed by one device of each named form.
func signed(t testing.TB, c wallet.Content, extras []byte, forms ...wallet.SignatureForm) wallet.SignedInstruction {
	t.Helper()
	ins, err := wallet.NewInstruction(c, extras)
	require.NoError(t, err)
	for _, form := range forms {
		signer := newSigner(t, form.Algorithm(), form.String())
		require.NoError(t, ins.SignWith(signer, form, testEIP155))
	}
	return ins
}
