// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"cosmossdk.io/collections/codec"
)

// Positions and pair totals are written with every payment between members, so their values are fixed-width
// big-endian figures and not protobuf. Currency, cycle and member numbers stand in the key only.
const (
	positionFigures    = 17
	positionRecordSize = positionFigures*8 + 4 + 1 + 1
	pairRecordSize     = 2 * 8
	blockedFlag        = 1
)

// PositionRecord stores a Position as 17 figures (open owed, open due, closed owed, closed due, lifetime out, lifetime
// in, reserved, cap, raised cap, raised height, earmark, balance, day's opening, sent, received, peak, time of the
// peak), the day in 4 bytes, the alarm in one, and one byte of flags (1 = OUTBOUND_BLOCKED).
type PositionRecord struct{}

var _ codec.ValueCodec[Position] = PositionRecord{}

// Encode writes the record.
func (PositionRecord) Encode(p Position) ([]byte, error) {
	buf := make([]byte, 0, positionRecordSize)
	for _, figure := range [positionFigures]uint64{
		p.OpenOwed, p.OpenDue, p.ClosedOwed, p.ClosedDue, p.LifetimeOut, p.LifetimeIn,
		p.Reserved, p.Cap, p.RaisedCap, uint64(p.RaisedHeight), p.Earmark, p.Balance,
		p.DayOpening, p.DaySent, p.DayReceived, p.Peak, uint64(p.PeakAt),
	} {
		buf = binary.BigEndian.AppendUint64(buf, figure)
	}
	buf = binary.BigEndian.AppendUint32(buf, p.Day)
	flags := byte(0)
	if p.OutboundBlocked {
		flags = blockedFlag
	}
	return append(buf, byte(p.AlarmPercent), flags), nil
}

// Decode reads the record; currency and member are left to the caller.
func (PositionRecord) Decode(b []byte) (Position, error) {
	if len(b) != positionRecordSize || b[positionRecordSize-1] > blockedFlag {
		return Position{}, fmt.Errorf("%w: expected a position of %d bytes, got %d", codec.ErrEncoding, positionRecordSize, len(b))
	}
	at := func(i int) uint64 { return binary.BigEndian.Uint64(b[i*8:]) }
	return Position{
		OpenOwed: at(0), OpenDue: at(1), ClosedOwed: at(2), ClosedDue: at(3), LifetimeOut: at(4), LifetimeIn: at(5),
		Reserved: at(6), Cap: at(7), RaisedCap: at(8), RaisedHeight: int64(at(9)), Earmark: at(10), Balance: at(11),
		DayOpening: at(12), DaySent: at(13), DayReceived: at(14), Peak: at(15), PeakAt: int64(at(16)),
		Day:             binary.BigEndian.Uint32(b[positionFigures*8:]),
		AlarmPercent:    uint32(b[positionRecordSize-2]),
		OutboundBlocked: b[positionRecordSize-1] == blockedFlag,
	}, nil
}

// EncodeJSON renders the position for tools.
func (PositionRecord) EncodeJSON(p Position) ([]byte, error) { return json.Marshal(p) }

// DecodeJSON reads what EncodeJSON wrote.
func (PositionRecord) DecodeJSON(b []byte) (p Position, err error) { return p, json.Unmarshal(b, &p) }

// Stringify renders the position for tools.
func (PositionRecord) Stringify(p Position) string { return p.String() }

// ValueType names the codec.
func (PositionRecord) ValueType() string { return "tael/netting/position" }

// PairRecord stores a PairTotal as amount and count.
type PairRecord struct{}

var _ codec.ValueCodec[PairTotal] = PairRecord{}

// Encode writes the record.
func (PairRecord) Encode(p PairTotal) ([]byte, error) {
	buf := make([]byte, 0, pairRecordSize)
	buf = binary.BigEndian.AppendUint64(buf, p.Amount)
	return binary.BigEndian.AppendUint64(buf, p.Count), nil
}

// Decode reads the record; currency, cycle and members are left to the caller.
func (PairRecord) Decode(b []byte) (PairTotal, error) {
	if len(b) != pairRecordSize {
		return PairTotal{}, fmt.Errorf("%w: expected a pair total of %d bytes, got %d", codec.ErrEncoding, pairRecordSize, len(b))
	}
	return PairTotal{Amount: binary.BigEndian.Uint64(b), Count: binary.BigEndian.Uint64(b[8:])}, nil
}

// EncodeJSON renders the total for tools.
func (PairRecord) EncodeJSON(p PairTotal) ([]byte, error) { return json.Marshal(p) }

// DecodeJSON reads what EncodeJSON wrote.
func (PairRecord) DecodeJSON(b []byte) (p PairTotal, err error) { return p, json.Unmarshal(b, &p) }

// Stringify renders the total for tools.
func (PairRecord) Stringify(p PairTotal) string { return p.String() }

// ValueType names the codec.
func (PairRecord) ValueType() string { return "tael/netting/pair" }
