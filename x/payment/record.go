// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// DigestLength is the length in bytes of the content digest that a record keeps.
const DigestLength = 16

// recordLength is the length of an encoded record; 64 are allowed.
const recordLength = 1 + DigestLength + 1 + 2 + 1 + 1 + 5*8

// recordFormat is the first byte of every encoded record.
const recordFormat = 1

// The byte that says how a payment was made.
const (
	threeBits    = 0b111
	channelShift = 3
	ownBit       = 1 << 6
	wayBits      = ownBit | threeBits<<channelShift | threeBits
)

// Record is what the chain remembers of one payment, as long as the retention lasts. It repeats neither parties nor
// purpose: a refund restates the original, and Digest says whether it does so truly.
type Record struct {
	// Digest is the first 16 bytes of the SHA-256 of the canonical content.
	Digest [DigestLength]byte
	// Status is paid or refused.
	Status PaymentStatus
	// Reason says why it was refused; none if it was paid.
	Reason compliance.Reason
	// Settlement is how the custodians stand after it; none if it was refused.
	Settlement Settlement
	// Strength is how strongly the payer was authenticated.
	Strength compliance.Strength
	// Channel is how the payment was begun, as the payer signed it.
	Channel wallet.Channel
	// Own says that the payer proved both wallets to be one person's.
	Own bool
	// PaidAt is the block time of the decision, unix seconds.
	PaidAt int64
	// ChangedAt is the block time of the last change, unix seconds.
	ChangedAt int64
	// Cycle takes the obligation if Settlement is NET; of a refused atomic batch it is the failing index.
	Cycle uint64
	// Amount is in minor units.
	Amount uint64
	// Refunded is how much of Amount has been given back, minor units.
	Refunded uint64
}

// LiveAt says whether the record still counts at block time now: it does for retention seconds after its last
// change. Pruning comes later and only frees space.
func (r *Record) LiveAt(now int64, retention uint64) bool {
	return now-r.ChangedAt < int64(retention)
}

// MayGiveBack says why amount may not be given back of this payment, or none: the payment must be paid and the sum of
// all that is given back never exceeds it.
func (r *Record) MayGiveBack(amount uint64) compliance.Reason {
	switch {
	case r.Status != PAYMENT_STATUS_PAID:
		return compliance.ReasonOriginalNotPaid
	case amount > r.Amount-r.Refunded:
		return compliance.ReasonRefundExceedsOriginal
	}
	return compliance.ReasonNone
}

// GiveBack books amount as given back at block time now. The caller has asked MayGiveBack.
func (r *Record) GiveBack(amount uint64, now int64) {
	r.Refunded += amount
	r.ChangedAt = now
}

// Result is the answer which the record gives to the instruction that made it.
func (r *Record) Result() Result {
	out := Result{Status: ResultPaid, Settlement: r.Settlement, Cycle: r.Cycle}
	if r.Status == PAYMENT_STATUS_REFUSED {
		out.Status, out.Code = ResultRefused, uint16(r.Reason)
	}
	return out
}

// Validate checks the record against the rules that hold for every stored one; it returns ErrGenesisInvalid.
func (r *Record) Validate() error {
	switch {
	case r.Status != PAYMENT_STATUS_PAID && r.Status != PAYMENT_STATUS_REFUSED:
		return ErrGenesisInvalid.Wrapf("expected status PAID or REFUSED, got %s", r.Status)
	case (r.Status == PAYMENT_STATUS_REFUSED) != (r.Reason != compliance.ReasonNone):
		return ErrGenesisInvalid.Wrapf("expected a reason if refused and none if paid, got %s with %s", r.Status, r.Reason)
	case (r.Status == PAYMENT_STATUS_PAID) != (r.Settlement >= SETTLEMENT_DIRECT && r.Settlement <= SETTLEMENT_NET):
		return ErrGenesisInvalid.Wrapf("expected a settlement if paid and none if refused, got %s with %s", r.Status, r.Settlement)
	case r.Strength < compliance.STRENGTH_ONE || r.Strength > compliance.STRENGTH_CERT:
		return ErrGenesisInvalid.Wrapf("expected strength ONE, TWO or CERT, got %s", r.Strength)
	case r.Channel < wallet.CHANNEL_UNSPECIFIED || r.Channel > wallet.CHANNEL_IN_PERSON:
		return ErrGenesisInvalid.Wrapf("expected a channel from 0 to %d, got %d", wallet.CHANNEL_IN_PERSON, r.Channel)
	case r.Amount == 0 || r.Amount > MaxAmount:
		return ErrGenesisInvalid.Wrapf("expected an amount from 1 to %d, got %d", MaxAmount, r.Amount)
	case r.Refunded > r.Amount, r.Refunded > 0 && r.Status != PAYMENT_STATUS_PAID:
		return ErrGenesisInvalid.Wrapf("expected at most what was paid to be given back, got %d of %d (%s)", r.Refunded, r.Amount, r.Status)
	case r.Own && r.Status != PAYMENT_STATUS_PAID:
		return ErrGenesisInvalid.Wrapf("expected the own flag on what was paid alone, got it on %s", r.Status)
	case r.PaidAt > r.ChangedAt:
		return ErrGenesisInvalid.Wrapf("expected the last change not before the decision, got %d before %d", r.ChangedAt, r.PaidAt)
	}
	return nil
}

// DigestText is the digest in lower-case hex.
func (r *Record) DigestText() string { return hex.EncodeToString(r.Digest[:]) }

// Encode returns the stored form: a format byte, then the fields in order, big-endian and of fixed width.
func (r *Record) Encode() []byte {
	b := make([]byte, 0, recordLength)
	b = append(b, recordFormat)
	b = append(b, r.Digest[:]...)
	b = append(b, byte(r.Status))
	b = binary.BigEndian.AppendUint16(b, uint16(r.Reason))
	b = append(b, byte(r.Settlement), r.way())
	for _, n := range [...]uint64{uint64(r.PaidAt), uint64(r.ChangedAt), r.Cycle, r.Amount, r.Refunded} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b
}

// way packs how the payment was made into one byte, which payments without channel have always written like this: own
// (1 bit), channel (3), strength (3).
func (r *Record) way() byte {
	b := byte(r.Strength)&threeBits | byte(r.Channel)&threeBits<<channelShift
	if r.Own {
		b |= ownBit
	}
	return b
}

// DecodeRecord reads the stored form; anything else is ErrRecordUnreadable.
func DecodeRecord(b []byte) (Record, error) {
	if len(b) != recordLength || b[0] != recordFormat {
		return Record{}, ErrRecordUnreadable.Wrapf("expected %d bytes of format %d, got %x", recordLength, recordFormat, b)
	}
	rest := b[1+DigestLength:]
	if rest[4]&^wayBits != 0 {
		return Record{}, ErrRecordUnreadable.Wrapf("expected strength, channel and own flag in seven bits, got %08b", rest[4])
	}
	word := func(i int) uint64 { return binary.BigEndian.Uint64(rest[5+8*i:]) }
	return Record{
		Digest:     [DigestLength]byte(b[1 : 1+DigestLength]),
		Status:     PaymentStatus(rest[0]),
		Reason:     compliance.Reason(binary.BigEndian.Uint16(rest[1:])),
		Settlement: Settlement(rest[3]),
		Strength:   compliance.Strength(rest[4] & threeBits),
		Channel:    wallet.Channel(rest[4] >> channelShift & threeBits),
		Own:        rest[4]&ownBit != 0,
		PaidAt:     int64(word(0)),
		ChangedAt:  int64(word(1)),
		Cycle:      word(2),
		Amount:     word(3),
		Refunded:   word(4),
	}, nil
}
