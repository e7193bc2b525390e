// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func paid() payment.Record {
	return payment.Record{
		Digest: [16]byte{1}, Status: payment.PAYMENT_STATUS_PAID, Settlement: payment.SETTLEMENT_NET, Strength: compliance.STRENGTH_ONE,
		PaidAt: 100, ChangedAt: 100, Cycle: 7, Amount: 50,
	}
}

func refused() payment.Record {
	r := paid()
	r.Status, r.Settlement, r.Reason = payment.PAYMENT_STATUS_REFUSED, payment.SETTLEMENT_UNSPECIFIED, compliance.ReasonBalance
	return r
}

func TestRecordKeepsEveryField(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		record := payment.Record{
			Digest:     [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(r, "digest")),
			Status:     payment.PaymentStatus(rapid.ByteMax(9).Draw(r, "status")),
			Reason:     compliance.Reason(rapid.Uint16().Draw(r, "reason")),
			Settlement: payment.Settlement(rapid.ByteMax(9).Draw(r, "settlement")),
			Strength:   compliance.Strength(rapid.ByteMax(7).Draw(r, "strength")),
			Channel:    wallet.Channel(rapid.ByteMax(7).Draw(r, "channel")),
			Own:        rapid.Bool().Draw(r, "own"),
			PaidAt:     rapid.Int64Range(0, math.MaxInt64).Draw(r, "paid"),
			ChangedAt:  rapid.Int64Range(0, math.MaxInt64).Draw(r, "changed"),
			Cycle:      rapid.Uint64().Draw(r, "cycle"),
			Amount:     rapid.Uint64().Draw(r, "amount"),
			Refunded:   rapid.Uint64().Draw(r, "refunded"),
		}
		encoded := record.Encode()
		require.LessOrEqual(r, len(encoded), 64)
		decoded, err := payment.DecodeRecord(encoded)
		require.NoError(r, err)
		require.Equal(r, record, decoded)
	})
}

func TestRecordOfAnotherFormIsUnreadable(t *testing.T) {
	r := paid()
	encoded := r.Encode()
	other := append([]byte(nil), encoded...)
	other[0]++
	way := append([]byte(nil), encoded...)
	way[21] |= 0x80
	for name, b := range map[string][]byte{
		"nothing": nil, "one byte less": encoded[1:], "one byte more": append(encoded[:len(encoded):len(encoded)], 0), "another format": other,
		"a way of eight bits": way,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := payment.DecodeRecord(b)
			require.ErrorIs(t, err, payment.ErrRecordUnreadable)
		})
	}
}

func TestMayGiveBack(t *testing.T) {
	partly := paid()
	partly.Refunded = 20
	cases := map[string]struct {
		record payment.Record
		amount uint64
		want   compliance.Reason
	}{
		"all of it":                      {paid(), 50, compliance.ReasonNone},
		"one more than all":              {paid(), 51, compliance.ReasonRefundExceedsOriginal},
		"all that is left":               {partly, 30, compliance.ReasonNone},
		"one more than is left":          {partly, 31, compliance.ReasonRefundExceedsOriginal},
		"more than could ever be added":  {partly, math.MaxUint64, compliance.ReasonRefundExceedsOriginal},
		"anything of a refused one":      {refused(), 1, compliance.ReasonOriginalNotPaid},
		"too much of a refused one also": {refused(), 51, compliance.ReasonOriginalNotPaid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.record.MayGiveBack(tc.amount))
		})
	}
}

func TestRecordLivesForItsRetention(t *testing.T) {
	r := paid()
	require.True(t, r.LiveAt(100, 10))
	require.True(t, r.LiveAt(109, 10))
	require.False(t, r.LiveAt(110, 10))
	r.GiveBack(5, 105)
	require.Equal(t, uint64(5), r.Refunded)
	require.True(t, r.LiveAt(114, 10), "the retention counts from the last change")
	require.False(t, r.LiveAt(115, 10))
	require.Equal(t, int64(100), r.PaidAt)
}

func TestRecordValidate(t *testing.T) {
	cases := map[string]struct {
		change func(*payment.Record)
		of     payment.Record
		want   error
	}{
		"paid":                             {of: paid()},
		"refused":                          {of: refused()},
		"given back whole":                 {of: paid(), change: func(r *payment.Record) { r.Refunded = 50 }},
		"given back more than whole":       {of: paid(), change: func(r *payment.Record) { r.Refunded = 51 }, want: payment.ErrGenesisInvalid},
		"given back though refused":        {of: refused(), change: func(r *payment.Record) { r.Refunded = 1 }, want: payment.ErrGenesisInvalid},
		"no status":                        {of: paid(), change: func(r *payment.Record) { r.Status = 0 }, want: payment.ErrGenesisInvalid},
		"a status of no number":            {of: paid(), change: func(r *payment.Record) { r.Status = 3 }, want: payment.ErrGenesisInvalid},
		"paid with a reason":               {of: paid(), change: func(r *payment.Record) { r.Reason = 1 }, want: payment.ErrGenesisInvalid},
		"refused without a reason":         {of: refused(), change: func(r *payment.Record) { r.Reason = 0 }, want: payment.ErrGenesisInvalid},
		"paid without a settlement":        {of: paid(), change: func(r *payment.Record) { r.Settlement = 0 }, want: payment.ErrGenesisInvalid},
		"refused with a settlement":        {of: refused(), change: func(r *payment.Record) { r.Settlement = 1 }, want: payment.ErrGenesisInvalid},
		"a settlement of no number":        {of: paid(), change: func(r *payment.Record) { r.Settlement = 4 }, want: payment.ErrGenesisInvalid},
		"no strength":                      {of: paid(), change: func(r *payment.Record) { r.Strength = 0 }, want: payment.ErrGenesisInvalid},
		"two factors, one certified":       {of: paid(), change: func(r *payment.Record) { r.Strength = compliance.STRENGTH_CERT }},
		"a strength of no number":          {of: paid(), change: func(r *payment.Record) { r.Strength = 5 }, want: payment.ErrGenesisInvalid},
		"by a channel, to oneself":         {of: paid(), change: func(r *payment.Record) { r.Channel, r.Own = wallet.CHANNEL_IN_PERSON, true }},
		"a channel of no number":           {of: paid(), change: func(r *payment.Record) { r.Channel = 6 }, want: payment.ErrGenesisInvalid},
		"refused by a channel":             {of: refused(), change: func(r *payment.Record) { r.Channel = wallet.CHANNEL_STATIC_CODE }},
		"refused, to oneself":              {of: refused(), change: func(r *payment.Record) { r.Own = true }, want: payment.ErrGenesisInvalid},
		"no amount":                        {of: paid(), change: func(r *payment.Record) { r.Amount = 0 }, want: payment.ErrGenesisInvalid},
		"more than an instruction may":     {of: paid(), change: func(r *payment.Record) { r.Amount = payment.MaxAmount + 1 }, want: payment.ErrGenesisInvalid},
		"changed before it was decided on": {of: paid(), change: func(r *payment.Record) { r.ChangedAt = 99 }, want: payment.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if tc.change != nil {
				tc.change(&tc.of)
			}
			require.ErrorIs(t, tc.of.Validate(), tc.want)
		})
	}
}

func TestGenesisValidate(t *testing.T) {
	r, other := paid(), refused()
	key, later := payment.Key{1}, payment.Key{2}
	sound := func() *payment.GenesisState {
		g := payment.DefaultGenesis()
		g.Records = []payment.UetrRecord{r.Export(key), other.Export(later)}
		g.Expiries = []payment.ExpiryEntry{{Time: 100, Height: 3, Keys: append(append([]byte(nil), key[:]...), later[:]...)}}
		return g
	}
	cases := map[string]struct {
		change func(*payment.GenesisState)
		want   error
	}{
		"sound":                       {change: func(*payment.GenesisState) {}},
		"an entry without records":    {change: func(g *payment.GenesisState) { g.Records = nil }},
		"no retention":                {func(g *payment.GenesisState) { g.Params.Retention = 0 }, payment.ErrParamsInvalid},
		"a record without an entry":   {func(g *payment.GenesisState) { g.Expiries = nil }, payment.ErrGenesisInvalid},
		"an entry of another time":    {func(g *payment.GenesisState) { g.Expiries[0].Time = 101 }, payment.ErrGenesisInvalid},
		"a record twice":              {func(g *payment.GenesisState) { g.Records[1] = g.Records[0] }, payment.ErrGenesisInvalid},
		"records in another order":    {func(g *payment.GenesisState) { g.Records[0], g.Records[1] = g.Records[1], g.Records[0] }, payment.ErrGenesisInvalid},
		"a short key":                 {func(g *payment.GenesisState) { g.Records[0].Key = key[:15] }, payment.ErrGenesisInvalid},
		"a long digest":               {func(g *payment.GenesisState) { g.Records[0].Digest = make([]byte, 17) }, payment.ErrGenesisInvalid},
		"a reason of 17 bits":         {func(g *payment.GenesisState) { g.Records[1].Reason = 1 << 16 }, payment.ErrGenesisInvalid},
		"an entry without keys":       {func(g *payment.GenesisState) { g.Expiries[0].Keys = nil }, payment.ErrGenesisInvalid},
		"an entry with half a key":    {func(g *payment.GenesisState) { g.Expiries[0].Keys = make([]byte, 24) }, payment.ErrGenesisInvalid},
		"an entry with a key twice":   {func(g *payment.GenesisState) { g.Expiries[0].Keys = make([]byte, 32) }, payment.ErrGenesisInvalid},
		"an entry before the epoch":   {func(g *payment.GenesisState) { g.Expiries[0].Time = -1 }, payment.ErrGenesisInvalid},
		"an entry twice":              {func(g *payment.GenesisState) { g.Expiries = append(g.Expiries, g.Expiries[0]) }, payment.ErrGenesisInvalid},
		"a record that breaks a rule": {func(g *payment.GenesisState) { g.Records[0].Amount = 0 }, payment.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := sound()
			tc.change(g)
			require.ErrorIs(t, g.Validate(), tc.want)
		})
	}
}

func TestParamsValidate(t *testing.T) {
	cases := map[string]struct {
		params payment.Params
		want   error
	}{
		"default":                        {payment.DefaultParams(), nil},
		"retention of exactly both":      {payment.Params{ValidAhead: 10, RefundWindow: 20, Retention: 30}, nil},
		"retention one second less":      {payment.Params{ValidAhead: 10, RefundWindow: 20, Retention: 29}, payment.ErrParamsInvalid},
		"no term ahead":                  {payment.Params{RefundWindow: 20, Retention: 30}, payment.ErrParamsInvalid},
		"no refund window":               {payment.Params{ValidAhead: 10, Retention: 30}, payment.ErrParamsInvalid},
		"a clock that would overflow":    {payment.Params{ValidAhead: 10, RefundWindow: math.MaxUint64, Retention: 30}, payment.ErrParamsInvalid},
		"a retention that would as well": {payment.Params{ValidAhead: 10, RefundWindow: 20, Retention: math.MaxUint64}, payment.ErrParamsInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.params.Validate(), tc.want)
		})
	}
}
