// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks"
)

// manyAccounts puts more accounts and denoms into a block's state than a page may hold.
func manyAccounts(c *apptest.Chain) sdk.Context {
	ctx := c.Context()
	for i := range 2 * networks.MaxPageLimit {
		addr := make(sdk.AccAddress, 20)
		binary.BigEndian.PutUint64(addr, uint64(i)+1)
		account := c.App.Keepers.Account.NewAccountWithAddress(ctx, addr)
		c.App.Keepers.Account.SetAccount(ctx, account)
		c.App.Keepers.Bank.SetDenomMetaData(ctx, banktypes.Metadata{Base: fmt.Sprintf("unit%d", i)})
	}
	return ctx
}

// ask goes through the query router as RPC, gRPC and REST do.
func ask(t *testing.T, c *apptest.Chain, ctx sdk.Context, path string, request, response proto.Message) {
	t.Helper()
	raw, err := proto.Marshal(request)
	require.NoError(t, err)
	handle := c.App.GRPCQueryRouter().Route(path)
	require.NotNil(t, handle, path)
	answer, err := handle(ctx, &abci.RequestQuery{Data: raw})
	require.NoError(t, err)
	require.NoError(t, proto.Unmarshal(answer.Value, response))
}

func TestNoPageIsLargerThanTheCap(t *testing.T) {
	c := apptest.New(t)
	ctx := manyAccounts(c)
	cases := map[string]struct {
		page *query.PageRequest
		want int
	}{
		"the largest number there is":  {&query.PageRequest{Limit: math.MaxUint64}, networks.MaxPageLimit},
		"two to the 63":                {&query.PageRequest{Limit: 1 << 63}, networks.MaxPageLimit},
		"one above the cap":            {&query.PageRequest{Limit: networks.MaxPageLimit + 1}, networks.MaxPageLimit},
		"the cap":                      {&query.PageRequest{Limit: networks.MaxPageLimit}, networks.MaxPageLimit},
		"less":                         {&query.PageRequest{Limit: 7}, 7},
		"no limit":                     {&query.PageRequest{}, query.DefaultLimit},
		"no page":                      {nil, query.DefaultLimit},
		"an offset and a large number": {&query.PageRequest{Offset: 10, Limit: math.MaxUint64}, networks.MaxPageLimit},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var accounts authtypes.QueryAccountsResponse
			ask(t, c, ctx, "/cosmos.auth.v1beta1.Query/Accounts", &authtypes.QueryAccountsRequest{Pagination: tc.page}, &accounts)
			require.Len(t, accounts.Accounts, tc.want)
			require.NotEmpty(t, accounts.Pagination.NextKey)
			require.Zero(t, accounts.Pagination.Total, "a list is counted only for a caller who asks for it")

			var metadata banktypes.QueryDenomsMetadataResponse
			ask(t, c, ctx, "/cosmos.bank.v1beta1.Query/DenomsMetadata", &banktypes.QueryDenomsMetadataRequest{Pagination: tc.page}, &metadata)
			require.Len(t, metadata.Metadatas, tc.want)
		})
	}
}

// A registration that does not go through the cap is found in the text: there is one way in.
func TestQueriesAreRegisteredThroughTheCap(t *testing.T) {
	for _, name := range []string{"app.go", "api.go"} {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NotContains(t, string(raw), "GRPCQueryRouter()", name)
	}
}
