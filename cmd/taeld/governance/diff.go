// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
)

// none stands for what is not there.
const none = "-"

// Field is one thing that changes.
type Field struct {
	// Name is where it is: a path of field names.
	Name string `json:"name"`
	// Before is what it is now.
	Before string `json:"before"`
	// After is what it would be.
	After string `json:"after"`
}

// diff lists the fields that differ between two messages; nil is a message without any.
func diff(before, after proto.Message) ([]Field, error) {
	was, err := flatten(before)
	if err != nil {
		return nil, err
	}
	is, err := flatten(after)
	if err != nil {
		return nil, err
	}
	return compare(was, is), nil
}

func compare(was, is map[string]string) []Field {
	all := maps.Clone(was)
	maps.Copy(all, is)
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b, hadIt := was[name]
		a, hasIt := is[name]
		if !hadIt {
			b = none
		}
		if !hasIt {
			a = none
		}
		if a != b {
			fields = append(fields, Field{name, b, a})
		}
	}
	return fields
}

// flatten writes a message as paths and values. Lists of plain values are one value.
func flatten(msg proto.Message) (map[string]string, error) {
	flat := map[string]string{}
	if msg == nil {
		return flat, nil
	}
	raw, err := codec.ProtoMarshalJSON(msg, nil)
	if err != nil {
		return nil, err
	}
	var document any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	walk(flat, "", document)
	return flat, nil
}

func walk(flat map[string]string, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			walk(flat, strings.TrimPrefix(path+"."+name, "."), inner)
		}
	case []any:
		plain := make([]string, 0, len(v))
		for i, inner := range v {
			switch inner.(type) {
			case map[string]any, []any:
				walk(flat, fmt.Sprintf("%s[%d]", path, i), inner)
			default:
				plain = append(plain, fmt.Sprint(inner))
			}
		}
		if len(plain) > 0 || len(v) == 0 {
			flat[path] = orNone(strings.Join(plain, ", "))
		}
	case nil:
		flat[path] = none
	default:
		flat[path] = orNone(fmt.Sprint(v))
	}
}

func orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}
