// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func genesis() reserve.GenesisState {
	return reserve.GenesisState{
		Params: reserve.DefaultParams(),
		Assets: []reserve.Asset{emoney("cny", "CNY"), cbdc("ecny", "central-bank")},
		Rails:  []reserve.Rail{cityRail()},
		Issuances: []reserve.Issuance{{
			Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001", Beneficiary: address("alice"),
			Denom: "cny", Amount: 100, Status: reserve.ISSUANCE_STATUS_MINTED, Credited: address("alice"), Member: "bank-a", MintedAt: 1,
			Attestations: []*reserve.ReceiptAttestation{{Member: "bank-a"}, {Member: "bank-b"}},
		}},
		Redemptions: []reserve.Redemption{{
			Uetr: uetrOne, Wallet: address("alice"), Denom: "cny", Amount: 40, Rail: "city-rail", Creditor: digest,
			Status: reserve.REDEMPTION_STATUS_CONFIRMED, Attempt: 1,
		}},
		Acts: []reserve.Act{{
			Issuer: "central-bank", Uetr: uetrOne, Kind: reserve.ACT_KIND_ISSUE, Member: "bank-a", Denom: "ecny", Amount: 500,
			Status: reserve.ACT_STATUS_DONE,
		}},
		Supplies: []reserve.Supply{{Denom: "cny", Issued: 100, Redeemed: 40}, {Denom: "ecny", Issued: 500}},
		MemberTotals: []reserve.MemberTotal{
			{Member: "bank-a", Denom: "cny", Issued: 100, Redeemed: 30},
			{Member: "bank-b", Denom: "cny", Redeemed: 10},
			{Member: "central-bank", Denom: "ecny", Issued: 500},
		},
	}
}

func TestGenesisValidate(t *testing.T) {
	field, broken := reserve.ErrFieldInvalid, reserve.ErrGenesisInvalid
	cases := map[string]struct {
		change func(*reserve.GenesisState)
		err    error
	}{
		"a genesis that fits":                 {func(*reserve.GenesisState) {}, nil},
		"nothing at all":                      {func(g *reserve.GenesisState) { *g = *reserve.DefaultGenesis() }, nil},
		"an attempt without end":              {func(g *reserve.GenesisState) { g.Params.MaxAttemptTerm = 0 }, field},
		"an attempt of more than a year":      {func(g *reserve.GenesisState) { g.Params.MaxAttemptTerm = 367 * 86_400 }, field},
		"an asset twice":                      {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, g.Assets[0]) }, broken},
		"two e-moneys of one currency":        {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, emoney("cny2", "CNY")) }, broken},
		"two settling assets of one currency": {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, cbdc("ecny2", "central-bank")) }, broken},
		"a malformed asset":                   {func(g *reserve.GenesisState) { g.Assets[0].Denom = "CNY" }, field},
		"a rail twice":                        {func(g *reserve.GenesisState) { g.Rails = append(g.Rails, g.Rails[0]) }, broken},
		"a rail for central-bank money":       {func(g *reserve.GenesisState) { g.Rails[0].Denom = "ecny" }, broken},
		"a rail for no asset":                 {func(g *reserve.GenesisState) { g.Rails[0].Denom = "hkd" }, broken},
		"a malformed rail":                    {func(g *reserve.GenesisState) { g.Rails[0].Threshold = 9 }, field},
		"a receipt twice":                     {func(g *reserve.GenesisState) { g.Issuances = append(g.Issuances, g.Issuances[0]) }, broken},
		"a receipt over no rail":              {func(g *reserve.GenesisState) { g.Issuances[0].Rail = "other-rail" }, broken},
		"a receipt in another denom":          {func(g *reserve.GenesisState) { g.Issuances[0].Denom = "ecny" }, broken},
		"a receipt without status":            {func(g *reserve.GenesisState) { g.Issuances[0].Status = 0 }, broken},
		"a minted receipt without credit":     {func(g *reserve.GenesisState) { g.Issuances[0].Credited = "" }, broken},
		"a receipt that nobody stated":        {func(g *reserve.GenesisState) { g.Issuances[0].Attestations = nil }, broken},
		"a receipt without money":             {func(g *reserve.GenesisState) { g.Issuances[0].Amount = 0 }, field},
		"a receipt without reference":         {func(g *reserve.GenesisState) { g.Issuances[0].EntryReference = "" }, field},
		"a redemption twice":                  {func(g *reserve.GenesisState) { g.Redemptions = append(g.Redemptions, g.Redemptions[0]) }, broken},
		"a redemption over no rail":           {func(g *reserve.GenesisState) { g.Redemptions[0].Rail = "other-rail" }, broken},
		"a redemption that reads UNKNOWN":     {func(g *reserve.GenesisState) { g.Redemptions[0].Status = reserve.REDEMPTION_STATUS_UNKNOWN }, broken},
		"a confirmed one without attempt":     {func(g *reserve.GenesisState) { g.Redemptions[0].Attempt = 0 }, broken},
		"a refused one without reason": {func(g *reserve.GenesisState) {
			g.Redemptions[0].Status, g.Redemptions[0].Attempt = reserve.REDEMPTION_STATUS_REFUSED, 0
		}, broken},
		"a redemption without creditor": {func(g *reserve.GenesisState) { g.Redemptions[0].Creditor = nil }, field},
		"a redemption without UETR":     {func(g *reserve.GenesisState) { g.Redemptions[0].Uetr = "" }, wallet.ErrUETRInvalid},
		"a redemption without money":    {func(g *reserve.GenesisState) { g.Redemptions[0].Amount = 0 }, field},
		"an act twice":                  {func(g *reserve.GenesisState) { g.Acts = append(g.Acts, g.Acts[0]) }, broken},
		"an act by another":             {func(g *reserve.GenesisState) { g.Acts[0].Issuer = "bank-a" }, broken},
		"an act without end":            {func(g *reserve.GenesisState) { g.Acts[0].Status = 0 }, broken},
		"a refused act without reason":  {func(g *reserve.GenesisState) { g.Acts[0].Status = reserve.ACT_STATUS_REFUSED }, broken},
		"an issue to two":               {func(g *reserve.GenesisState) { g.Acts[0].Wallet = address("alice") }, field},
		"an act without UETR":           {func(g *reserve.GenesisState) { g.Acts[0].Uetr = "" }, wallet.ErrUETRInvalid},
		"an act without money":          {func(g *reserve.GenesisState) { g.Acts[0].Amount = 0 }, field},
		"a supply twice":                {func(g *reserve.GenesisState) { g.Supplies = append(g.Supplies, g.Supplies[0]) }, broken},
		"a supply of no asset":          {func(g *reserve.GenesisState) { g.Supplies[0].Denom = "hkd" }, broken},
		"more redeemed than issued":     {func(g *reserve.GenesisState) { g.Supplies[1].Redeemed = 501 }, broken},
		"a member's totals twice": {func(g *reserve.GenesisState) {
			g.MemberTotals = append(g.MemberTotals, reserve.MemberTotal{Member: "bank-a", Denom: "cny"})
		}, broken},
		"members with less than all": {func(g *reserve.GenesisState) { g.MemberTotals[0].Issued = 99 }, broken},
		"members with more than all": {func(g *reserve.GenesisState) { g.MemberTotals[0].Issued = 101 }, broken},
		"totals of no supply":        {func(g *reserve.GenesisState) { g.MemberTotals[0].Denom = "hkd" }, broken},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := genesis()
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

func TestGenesisOfCoverValidate(t *testing.T) {
	field, broken := reserve.ErrFieldInvalid, reserve.ErrGenesisInvalid
	own := func() reserve.Reserve {
		return reserve.Reserve{
			Member: "bank-a", Denom: "cny", BeganAt: 1,
			Anchor: reserve.ReserveAnchor{
				Amount: 60, BookingDate: 20261123, Digest: digest, Rail: "city-rail", AttestedAt: 1, Attestors: []string{"bank-b"},
			},
			Received:   []reserve.DayAmount{{BookingDate: 20261124, Amount: 5}, {BookingDate: 20261125, Amount: 5}},
			Paid:       []reserve.DayAmount{{BookingDate: 20261124, Amount: 5}},
			Statements: []reserve.ReserveStatement{{Member: "bank-b", Rail: "city-rail", BookingDate: 20261124, Digest: digest}},
		}
	}
	waits := func(g *reserve.GenesisState) {
		i := g.Issuances[0]
		i.EntryReference, i.Status, i.Credited, i.WaitingNumber = "E-0002", reserve.ISSUANCE_STATUS_ATTESTED, "", 1
		g.Issuances, g.NextWaiting = append(g.Issuances, i), 1
	}
	with := func(change func(*reserve.Reserve)) func(*reserve.GenesisState) {
		return func(g *reserve.GenesisState) {
			r := own()
			change(&r)
			g.Reserves = []reserve.Reserve{r}
		}
	}
	cases := map[string]struct {
		change func(*reserve.GenesisState)
		err    error
	}{
		"a reserve":                       {with(func(*reserve.Reserve) {}), nil},
		"a reserve that nobody attested":  {with(func(r *reserve.Reserve) { r.Anchor = reserve.ReserveAnchor{} }), nil},
		"a reserve twice":                 {func(g *reserve.GenesisState) { g.Reserves = []reserve.Reserve{own(), own()} }, broken},
		"a reserve of nobody":             {with(func(r *reserve.Reserve) { r.Member = "" }), field},
		"a reserve of central-bank money": {with(func(r *reserve.Reserve) { r.Denom = "ecny" }), broken},
		"an amount without a day":         {with(func(r *reserve.Reserve) { r.Anchor = reserve.ReserveAnchor{Amount: 1} }), broken},
		"an anchor on no rail":            {with(func(r *reserve.Reserve) { r.Anchor.Rail = "" }), broken},
		"an anchor by nobody":             {with(func(r *reserve.Reserve) { r.Anchor.Attestors = nil }), broken},
		"an anchor on no day":             {with(func(r *reserve.Reserve) { r.Anchor.BookingDate = 20261131 }), field},
		"an anchor without digest":        {with(func(r *reserve.Reserve) { r.Anchor.Digest = nil }), field},
		"a day before the anchor's":       {with(func(r *reserve.Reserve) { r.Paid[0].BookingDate = 20261123 }), broken},
		"a day twice":                     {with(func(r *reserve.Reserve) { r.Received[1].BookingDate = 20261124 }), broken},
		"a day without money":             {with(func(r *reserve.Reserve) { r.Received[1].Amount = 0 }), broken},
		"days out of range":               {with(func(r *reserve.Reserve) { r.Received[1].Amount = reserve.MaxFigure }), reserve.ErrTotalOverflow},
		"a stop for no cause":             {with(func(r *reserve.Reserve) { r.Stopped = 9 }), broken},
		"more waiting than there is":      {with(func(r *reserve.Reserve) { r.Waiting = reserve.MaxFigure + 1 }), broken},
		"a statement before the anchor":   {with(func(r *reserve.Reserve) { r.Statements[0].BookingDate = 20261122 }), broken},
		"two statements of a member":      {with(func(r *reserve.Reserve) { r.Statements = append(r.Statements, r.Statements[0]) }), broken},
		"a receipt that waits":            {waits, nil},
		"a place out of range":            {func(g *reserve.GenesisState) { waits(g); g.NextWaiting = 0 }, broken},
		"a place twice": {func(g *reserve.GenesisState) {
			waits(g)
			waits(g)
			g.Issuances[2].EntryReference = "E-0003"
		}, broken},
		"a receipt that waits nowhere": {func(g *reserve.GenesisState) { waits(g); g.Issuances[1].WaitingNumber = 0 }, broken},
		"a minted receipt that waits":  {func(g *reserve.GenesisState) { g.Issuances[0].RetryAt = 1 }, broken},
		"a receipt lowered below zero": {func(g *reserve.GenesisState) { g.Issuances[0].Lowered = 101 }, broken},
		"a return of no wallet":        {func(g *reserve.GenesisState) { g.Issuances[0].ReturnUetr = uetrOne }, broken},
		"a returned redemption": {func(g *reserve.GenesisState) {
			g.Redemptions[0].Status, g.Redemptions[0].ReturnedAmount = reserve.REDEMPTION_STATUS_RETURNED, 40
		}, nil},
		"a returned redemption of nothing": {func(g *reserve.GenesisState) { g.Redemptions[0].Status = reserve.REDEMPTION_STATUS_RETURNED }, broken},
		"more returned than paid": {func(g *reserve.GenesisState) {
			g.Redemptions[0].Status, g.Redemptions[0].ReturnedAmount = reserve.REDEMPTION_STATUS_RETURNED, 41
		}, broken},
		"more custodians than attempts":  {func(g *reserve.GenesisState) { g.Redemptions[0].Custodians = []string{"bank-a", "bank-b"} }, broken},
		"what moved from one to another": {func(g *reserve.GenesisState) { g.MemberTotals[0].MovedOut, g.MemberTotals[1].MovedIn = 5, 5 }, nil},
		"what moved from one to nobody":  {func(g *reserve.GenesisState) { g.MemberTotals[0].MovedOut = 5 }, broken},
		"an issue to a wallet by its reserve": {func(g *reserve.GenesisState) {
			g.Acts[0].Member, g.Acts[0].Wallet, g.Acts[0].Reserve = "", address("alice"), true
		}, field},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := genesis()
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}
