// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

func genesisWithEverything(t *testing.T) compliance.GenesisState {
	t.Helper()
	g := *compliance.DefaultGenesisState()
	g.Limits.Limits = []compliance.Limit{dayOut(5)}
	first, second := orderIn(t, "emergency"), orderIn(t, "confirmed, lift proposed")
	second.Id = 2
	g.Orders = []compliance.OrderEntry{{Wallet: officer, Order: first}, {Wallet: customer, Order: second}}
	g.NextOrder = 3
	g.Usage = []compliance.UsageEntry{
		{Wallet: officer, Day: 7, Sums: []compliance.UsageSum{sum("cny", out, 1), sum("ecny", in, 1)}, Person: make([]byte, 16), PersonMember: 1},
		{Wallet: customer, Day: 7},
	}
	g.PersonUsage = []compliance.PersonUsageEntry{{Person: make([]byte, 16), Day: 7}, {Person: make([]byte, 16), Member: 1, Day: 7, Sums: []compliance.UsageSum{sum("cny", out, 1)}}}
	g.Cases = []compliance.Case{
		{Id: 2, Kind: compliance.CASE_KIND_DORMANT_WALLET, Member: 1, Status: compliance.CASE_STATUS_OPEN},
		{Id: 5, Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: 1, Status: compliance.CASE_STATUS_CLOSED, ClosedAt: 7, ClosedBy: 2, Resolution: make([]byte, 32)},
	}
	g.LastCase = 6
	g.Pauses = []compliance.PauseEntry{{Wallet: officer, Member: 1, Until: 5}, {Wallet: officer, Member: 2, Until: 5}, {Wallet: customer, Member: 1, Until: 5}}
	return g
}

func TestGenesisValidate(t *testing.T) {
	bad, noAddress := compliance.ErrGenesisInvalid, wallet.ErrAddressInvalid
	cases := map[string]struct {
		change func(*compliance.GenesisState)
		err    error
	}{
		"a state with everything holds":    {func(*compliance.GenesisState) {}, nil},
		"the default holds":                {func(g *compliance.GenesisState) { *g = *compliance.DefaultGenesisState() }, nil},
		"terms are checked":                {func(g *compliance.GenesisState) { g.Params.ConfirmTerm = 0 }, bad},
		"a table has a version":            {func(g *compliance.GenesisState) { g.Limits.Version = 0 }, bad},
		"rows are checked":                 {func(g *compliance.GenesisState) { g.Limits.Limits[0].Strength = 5 }, compliance.ErrLimitInvalid},
		"sums take the place of counters":  {func(g *compliance.GenesisState) { g.Usage[0].Counters = []compliance.Counter{{Denom: "cny"}} }, bad},
		"a tag has a member":               {func(g *compliance.GenesisState) { g.Usage[0].PersonMember = 0 }, bad},
		"a member has a tag":               {func(g *compliance.GenesisState) { g.Usage[0].Person = nil }, bad},
		"a strength is kept in three bits": {func(g *compliance.GenesisState) { g.Usage[0].Sums[0].Strength = 10 }, bad},
		"a tag's digest has 16 bytes":      {func(g *compliance.GenesisState) { g.PersonUsage[0].Person = make([]byte, 15) }, bad},
		"persons come once":                {func(g *compliance.GenesisState) { g.PersonUsage[1].Member = 0 }, bad},
		"persons' usage is whole":          {func(g *compliance.GenesisState) { g.PersonUsage[1].Sums[0].Denom = "C" }, bad},
		"case ids ascend":                  {func(g *compliance.GenesisState) { g.Cases[1].Id = 2 }, bad},
		"the last case is the last":        {func(g *compliance.GenesisState) { g.LastCase = 4 }, bad},
		"cases have ids":                   {func(g *compliance.GenesisState) { g.Cases[0].Id = 0 }, bad},
		"cases are about something":        {func(g *compliance.GenesisState) { g.Cases[0].Kind = 0 }, bad},
		"cases have a status":              {func(g *compliance.GenesisState) { g.Cases[0].Status = 0 }, bad},
		"an open case has no resolution":   {func(g *compliance.GenesisState) { g.Cases[0].Resolution = make([]byte, 32) }, bad},
		"a closed case has one":            {func(g *compliance.GenesisState) { g.Cases[1].Resolution = nil }, bad},
		"a closed case was closed by one":  {func(g *compliance.GenesisState) { g.Cases[1].ClosedBy = 0 }, bad},
		"order ids start at 1":             {func(g *compliance.GenesisState) { g.NextOrder = 0 }, bad},
		"the next order is new":            {func(g *compliance.GenesisState) { g.NextOrder = 2 }, bad},
		"orders are of a wallet":           {func(g *compliance.GenesisState) { g.Orders[0].Wallet = "" }, noAddress},
		"orders ascend by wallet":          {func(g *compliance.GenesisState) { g.Orders[0], g.Orders[1] = g.Orders[1], g.Orders[0] }, bad},
		"an order is of one wallet":        {func(g *compliance.GenesisState) { g.Orders[1].Order.Id = 1 }, bad},
		"an order comes once":              {func(g *compliance.GenesisState) { g.Orders[1] = g.Orders[0] }, bad},
		"orders are whole":                 {func(g *compliance.GenesisState) { g.Orders[0].Order.Effect = 0 }, bad},
		"usage is of a wallet":             {func(g *compliance.GenesisState) { g.Usage[0].Wallet = "" }, noAddress},
		"usage comes once":                 {func(g *compliance.GenesisState) { g.Usage[1].Wallet = officer }, bad},
		"usage counts denoms":              {func(g *compliance.GenesisState) { g.Usage[0].Sums[0].Denom = "thisdenomisfartoolong" }, bad},
		"usage counts a denom once":        {func(g *compliance.GenesisState) { g.Usage[0].Sums[1] = g.Usage[0].Sums[0] }, bad},
		"pauses are of a wallet":           {func(g *compliance.GenesisState) { g.Pauses[0].Wallet = "" }, noAddress},
		"pauses come once":                 {func(g *compliance.GenesisState) { g.Pauses[1].Member = 1 }, bad},
		"pauses are of a member":           {func(g *compliance.GenesisState) { g.Pauses[2].Member = 0 }, bad},
		"pauses end":                       {func(g *compliance.GenesisState) { g.Pauses[2].Until = 0 }, bad},
		"thirty-two orders without a term": {func(g *compliance.GenesisState) { endless(g, compliance.MaxLiveOrders) }, nil},
		"thirty-three orders without one":  {func(g *compliance.GenesisState) { endless(g, compliance.MaxLiveOrders+1) }, bad},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := genesisWithEverything(t)
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

// endless puts n live orders without a term on one wallet.
func endless(g *compliance.GenesisState, n int) {
	o := g.Orders[1].Order
	o.ExpiresAt = 0
	g.Orders = nil
	for id := 1; id <= n; id++ {
		o.Id = uint64(id)
		g.Orders = append(g.Orders, compliance.OrderEntry{Wallet: customer, Order: o})
	}
	g.NextOrder = uint64(n + 1)
}

func TestOrderValidate(t *testing.T) {
	bad := compliance.ErrGenesisInvalid
	cases := map[string]struct {
		state  string
		change func(*compliance.Order)
	}{
		"an id":                               {"emergency", func(o *compliance.Order) { o.Id = 0 }},
		"a denom that is one":                 {"emergency", func(o *compliance.Order) { o.Denom = "C" }},
		"a lane":                              {"emergency", func(o *compliance.Order) { o.Lane = 0 }},
		"a status":                            {"emergency", func(o *compliance.Order) { o.Status = 0 }},
		"a stored status":                     {"emergency", func(o *compliance.Order) { o.Status = compliance.ORDER_STATUS_LAPSED }},
		"no proposal in an emergency":         {"emergency", func(o *compliance.Order) { o.Status = compliance.ORDER_STATUS_PROPOSED }},
		"a term in an emergency":              {"emergency", func(o *compliance.Order) { o.ExpiresAt = 0 }},
		"no second member in an emergency":    {"emergency", func(o *compliance.Order) { o.Confirmer = 2 }},
		"a ground":                            {"emergency", func(o *compliance.Order) { o.Ground = nil }},
		"a member":                            {"emergency", func(o *compliance.Order) { o.Member = 0 }},
		"a second member that is another":     {"confirmed", func(o *compliance.Order) { o.Confirmer = o.Member }},
		"a second member":                     {"confirmed", func(o *compliance.Order) { o.Confirmer = 0 }},
		"a time of effect":                    {"confirmed", func(o *compliance.Order) { o.EffectiveAt = 0 }},
		"an end of the proposal":              {"proposed", func(o *compliance.Order) { o.ConfirmBy = 0 }},
		"no effect of a proposal":             {"proposed", func(o *compliance.Order) { o.EffectiveAt = 1 }},
		"no time before 1970":                 {"proposed", func(o *compliance.Order) { o.ExpiresAt = -1 }},
		"a ground for the lift":               {"confirmed, lift proposed", func(o *compliance.Order) { o.Lift.Ground = nil }},
		"a member for the lift":               {"confirmed, lift proposed", func(o *compliance.Order) { o.Lift.Member = 0 }},
		"who lifted it":                       {"confirmed, lifted", func(o *compliance.Order) { o.LiftedBy = 0 }},
		"when it was lifted":                  {"confirmed, lifted", func(o *compliance.Order) { o.LiftedAt = 0 }},
		"no time of a lift that did not come": {"confirmed", func(o *compliance.Order) { o.LiftedAt = 1 }},
	}
	for name, tc := range cases {
		t.Run("an order needs "+name, func(t *testing.T) {
			o := orderIn(t, tc.state)
			require.NoError(t, o.Validate())
			tc.change(&o)
			require.ErrorIs(t, o.Validate(), bad)
		})
	}
}
