// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"time"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Denoms of the one currency that this town uses.
const (
	eMoney   = "cny"
	central  = "ecny"
	currency = "CNY"
)

// Town is what is known of a network before its first block: who is who, and which rules bind whom.
type Town struct {
	keys genesis.Keys
	// members are the numbers of the members by id, officers those of the members whose duties an address holds.
	members  map[string]uint32
	officers map[string]uint32
	// caps bound what members may owe, by number.
	caps map[uint32]uint64
	// limits bound what wallets may pay and hold, by tier and kind.
	limits map[class]bounds
	// cutOffs are the seconds of a local day at which cycles close; offset is the clock of the place.
	cutOffs []uint32
	offset  int64
}

type class struct {
	tier uint32
	kind wallet.WalletKind
}

// bounds are the rows of one class of wallets; 0 is no bound.
type bounds struct{ single, day, hold uint64 }

// newTown reads the declaration of the local network.
func newTown() (*Town, error) {
	keys, err := genesis.DevKeys(ChainID)
	if err != nil {
		return nil, err
	}
	declared, err := genesis.Local(ChainID, time.Unix(0, 0))
	if err != nil {
		return nil, err
	}
	t := &Town{
		keys: keys, members: map[string]uint32{}, officers: map[string]uint32{}, caps: map[uint32]uint64{},
		limits: map[class]bounds{},
	}
	for _, m := range declared.Members {
		t.members[m.Id] = m.Number
		for _, d := range m.Duties {
			t.officers[d.Address] = m.Number
		}
	}
	for _, c := range declared.Currencies {
		if c.Code != currency {
			continue
		}
		for _, limit := range c.Caps {
			t.caps[t.members[limit.Member]] = limit.Amount
		}
		t.cutOffs, t.offset = c.SettlementDay.CutOffs, int64(c.SettlementDay.UtcOffsetSeconds)
	}
	for _, row := range declared.Limits {
		if err := t.bind(row); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *Town) bind(row compliance.Limit) error {
	if row.Denom != eMoney {
		return nil
	}
	of := class{row.Tier, row.Kind}
	b := t.limits[of]
	switch {
	case row.Window == compliance.WINDOW_TX && row.Measure == compliance.MEASURE_OUT:
		b.single = row.Amount
	case row.Window == compliance.WINDOW_DAY && row.Measure == compliance.MEASURE_OUT:
		b.day = row.Amount
	case row.Window == compliance.WINDOW_BALANCE:
		b.hold = row.Amount
	default:
		return fmt.Errorf("the model knows no row of %s %s", row.Window, row.Measure)
	}
	t.limits[of] = b
	return nil
}

// localDay counts days of the place, second is the time of that day.
func (t *Town) localDay(now int64) (day, second int64) {
	return (now + t.offset) / 86_400, (now + t.offset) % 86_400
}

// cutOff is the first cut-off not before now.
func (t *Town) cutOff(now int64) int64 {
	day, second := t.localDay(now)
	for _, at := range t.cutOffs {
		if int64(at) >= second {
			return day*86_400 + int64(at) - t.offset
		}
	}
	return (day+1)*86_400 + int64(t.cutOffs[0]) - t.offset
}
