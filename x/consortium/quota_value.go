// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	collcodec "cosmossdk.io/collections/codec"
)

// quotaUseLength: used (8), at (8), big-endian. The member is the key.
const quotaUseLength = 16

// QuotaUseValue is the fixed form in which the state keeps a use of a quota: what is used and the time of the last
// charge, eight big-endian bytes each. Every transaction writes one.
var QuotaUseValue collcodec.ValueCodec[QuotaUse] = quotaUseValue{}

type quotaUseValue struct{}

func (quotaUseValue) Encode(u QuotaUse) ([]byte, error) {
	b := make([]byte, quotaUseLength)
	binary.BigEndian.PutUint64(b, u.Used)
	binary.BigEndian.PutUint64(b[8:], u.At)
	return b, nil
}

func (quotaUseValue) Decode(b []byte) (QuotaUse, error) {
	if len(b) != quotaUseLength {
		return QuotaUse{}, fmt.Errorf("%w: expected a use of a quota of %d bytes, got %d", collcodec.ErrEncoding, quotaUseLength, len(b))
	}
	return QuotaUse{Used: binary.BigEndian.Uint64(b), At: binary.BigEndian.Uint64(b[8:])}, nil
}

func (quotaUseValue) EncodeJSON(u QuotaUse) ([]byte, error) { return json.Marshal(u) }

func (quotaUseValue) DecodeJSON(b []byte) (QuotaUse, error) {
	var u QuotaUse
	err := json.Unmarshal(b, &u)
	return u, err
}

func (quotaUseValue) Stringify(u QuotaUse) string {
	return fmt.Sprintf("%d gas used at %d", u.Used, u.At)
}

func (quotaUseValue) ValueType() string { return "tael.consortium.v1.QuotaUse" }
