// SPDX-License-Identifier: Apache-2.0

package json

import (
	"encoding/json"
	"encoding/xml"
)

type codec interface {
	MustMarshalJSON(any) []byte
	UnmarshalJSON([]byte, any) error
	Marshal(any) ([]byte, error)
}

func planted(c codec, raw []byte) {
	_ = json.Unmarshal(raw, nil)  // want `json.Unmarshal: state transitions read and write`
	_, _ = json.Marshal(nil)      // want `json.Marshal`
	_ = xml.Unmarshal(raw, nil)   // want `xml.Unmarshal`
	_ = c.MustMarshalJSON(nil)    // want `MustMarshalJSON`
	_ = c.UnmarshalJSON(raw, nil) // want `UnmarshalJSON`
	_ = json.NewDecoder(nil)      // want `json.NewDecoder`
}

type AppModule struct{}

func (AppModule) ExportGenesis(c codec) json.RawMessage { return c.MustMarshalJSON(nil) }

func ExportGenesis(c codec) []byte {
	return c.MustMarshalJSON(nil) // want `MustMarshalJSON`
}

func good(c codec) { _, _ = c.Marshal(nil) }
