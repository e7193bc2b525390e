// SPDX-License-Identifier: Apache-2.0

package books

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func genesisOf(t *testing.T, initial, bank string) []byte {
	t.Helper()
	c := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	ann, ben := text(person("ann")), text(person("ben"))
	reserveState := c.MustMarshalJSON(&reserve.GenesisState{
		Issuances: []reserve.Issuance{
			{Rail: "rail-a", Account: "a-cny", BookingDate: 20261122, EntryReference: "R1", MintedAt: 5, Status: reserve.ISSUANCE_STATUS_MINTED},
			{Rail: "rail-a", Account: "a-cny", BookingDate: 20261122, EntryReference: "R2", Status: reserve.ISSUANCE_STATUS_PENDING},
		},
		Redemptions: []reserve.Redemption{
			{Wallet: ann, Uetr: uetrOf("one").String(), Denom: "cny", Amount: 3, Status: reserve.REDEMPTION_STATUS_IN_FLIGHT},
			{Wallet: ann, Uetr: uetrOf("two").String(), Denom: "cny", Amount: 4, Status: reserve.REDEMPTION_STATUS_CONFIRMED},
			{Wallet: ann, Uetr: uetrOf("three").String(), Denom: "cny", Amount: 5, Status: reserve.REDEMPTION_STATUS_REFUSED},
		},
	})
	nettingState := c.MustMarshalJSON(&netting.GenesisState{Currencies: []netting.Currency{
		{Code: "HKD", SettledCycle: 0}, {Code: "CNY", SettledCycle: 4},
	}})
	walletState := c.MustMarshalJSON(&wallet.GenesisState{Wallets: []wallet.GenesisWallet{
		{Address: ann, Status: wallet.WALLET_STATUS_ACTIVE}, {Address: ben, Status: wallet.WALLET_STATUS_CLOSED},
	}})
	return fmt.Appendf(nil, `{"initial_height":%s,"app_state":{"bank":%s,"reserve":%s,"netting":%s,"wallet":%s}}`,
		initial, bank, reserveState, nettingState, walletState)
}

func TestOpening(t *testing.T) {
	ann, escrow := person("ann"), escrowOf(person("ann"))
	bank := fmt.Sprintf(`{"balances":[{"address":%q,"coins":[{"denom":"cny","amount":"70"},{"denom":"ecny","amount":"1"}]},{"address":%q,"coins":[{"denom":"cny","amount":"3"}]}]}`,
		text(ann), text(escrow))
	s, err := Opening(genesisOf(t, `"12"`, bank))
	require.NoError(t, err)
	f := newFixture(t)
	f.open(s)
	require.EqualValues(t, 11, f.books.Height())
	require.Equal(t, s, f.books.Snapshot(), "an opening is written as a snapshot is")

	require.EqualValues(t, 70, f.balance("ann", "cny"))
	require.EqualValues(t, 1, f.balance("ann", "ecny"))
	require.Equal(t, []Settled{{"CNY", 4}, {"HKD", 0}}, s.Settled)
	require.Equal(t, []string{hex.EncodeToString(reserve.ReceiptKey{Rail: "rail-a", Account: "a-cny", BookingDate: 20261122, EntryReference: "R1"}.Bytes())}, s.Minted)
	require.Len(t, s.Redemptions, 1)
	closed := person("ben")
	require.Equal(t, []string{hex.EncodeToString(closed[:])}, s.Closed)

	require.Equal(t, []string{"12-0-0 BURN -3cny =0"},
		f.with(outcomeMsg("ann", "one"), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_CONFIRMED}).apply())
}

func TestOpeningThatCannotBe(t *testing.T) {
	tests := map[string][]byte{
		"no document":                []byte("{"),
		"no bank":                    []byte(`{"app_state":{}}`),
		"a height of nothing":        genesisOf(t, `"-1"`, `{}`),
		"an address of nobody":       genesisOf(t, `1`, `{"balances":[{"address":"tael1","coins":[]}]}`),
		"a balance beyond the chain": genesisOf(t, `1`, fmt.Sprintf(`{"balances":[{"address":%q,"coins":[{"denom":"cny","amount":"99999999999999999999"}]}]}`, text(person("ann")))),
		"a reserve of another form":  []byte(`{"app_state":{"bank":{},"reserve":{"nothing":1}}}`),
	}
	for name, document := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Opening(document)
			require.ErrorIs(t, err, ErrConfig)
		})
	}
}
