// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"cosmossdk.io/collections/codec"
)

// KeyCodec stores a Key as its 16 bytes.
var KeyCodec codec.KeyCodec[Key] = keyCodec{}

// RecordCodec stores a Record in its fixed binary form.
var RecordCodec codec.ValueCodec[Record] = recordCodec{}

type keyCodec struct{}

func (keyCodec) Encode(buffer []byte, key Key) (int, error) { return copy(buffer, key[:]), nil }

func (keyCodec) Decode(buffer []byte) (int, Key, error) {
	if len(buffer) < KeyLength {
		return 0, Key{}, fmt.Errorf("expected a key of %d bytes, got %d", KeyLength, len(buffer))
	}
	return KeyLength, Key(buffer[:KeyLength]), nil
}

func (keyCodec) Size(Key) int { return KeyLength }

func (keyCodec) EncodeJSON(key Key) ([]byte, error) { return json.Marshal(key[:]) }

func (keyCodec) DecodeJSON(b []byte) (Key, error) {
	var raw []byte
	if err := json.Unmarshal(b, &raw); err != nil {
		return Key{}, err
	}
	if len(raw) != KeyLength {
		return Key{}, fmt.Errorf("expected a key of %d bytes, got %d", KeyLength, len(raw))
	}
	return Key(raw), nil
}

func (keyCodec) Stringify(key Key) string { return hex.EncodeToString(key[:]) }

func (keyCodec) KeyType() string { return "uetr_key" }

func (c keyCodec) EncodeNonTerminal(buffer []byte, key Key) (int, error) {
	return c.Encode(buffer, key)
}

func (c keyCodec) DecodeNonTerminal(buffer []byte) (int, Key, error) { return c.Decode(buffer) }

func (c keyCodec) SizeNonTerminal(key Key) int { return c.Size(key) }

type recordCodec struct{}

func (recordCodec) Encode(r Record) ([]byte, error) { return r.Encode(), nil }

func (recordCodec) Decode(b []byte) (Record, error) { return DecodeRecord(b) }

func (recordCodec) EncodeJSON(r Record) ([]byte, error) { return json.Marshal(r.Encode()) }

func (recordCodec) DecodeJSON(b []byte) (Record, error) {
	var raw []byte
	if err := json.Unmarshal(b, &raw); err != nil {
		return Record{}, err
	}
	return DecodeRecord(raw)
}

func (recordCodec) Stringify(r Record) string { return fmt.Sprintf("%+v", r) }

func (recordCodec) ValueType() string { return "uetr_record" }
