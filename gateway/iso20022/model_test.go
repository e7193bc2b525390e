// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestValueTypes holds the kinds of values that no message of the broken files has.
func TestValueTypes(t *testing.T) {
	tests := map[string]struct {
		typ, text string
		fits      bool
	}{
		"a time":                      {"ISOTime", "09:00:00", true},
		"a time with all of it":       {"ISOTime", " 09:00:00.5+08:00 ", true},
		"the end of a day":            {"ISOTime", "24:00:00Z", true},
		"no such time":                {"ISOTime", "24:00:01", false},
		"a time without seconds":      {"ISOTime", "09:00", false},
		"a month":                     {"ISOYearMonth", "2026-11", true},
		"a month with a zone":         {"ISOYearMonth", "2026-11+08:00", true},
		"no such month":               {"ISOYearMonth", "2026-13", false},
		"a day for a month":           {"ISOYearMonth", "2026-11-23", false},
		"a short month":               {"ISOYearMonth", "2026-1", false},
		"an unsigned number":          {"NonNegativeDecimalNumber", "0.5", true},
		"a minus":                     {"NonNegativeDecimalNumber", "-0.5", false},
		"a minus of zero":             {"NonNegativeDecimalNumber", "-0", true},
		"an implied currency":         {"ImpliedCurrencyAndAmount", "12.34567", true},
		"too fine":                    {"ImpliedCurrencyAndAmount", "12.345678", false},
		"thirteen places":             {"ActiveOrHistoricCurrencyAnd13DecimalAmount", "0.1234567890123", true},
		"fourteen places":             {"ActiveOrHistoricCurrencyAnd13DecimalAmount", "0.12345678901234", false},
		"base 64":                     {"Max10KBinary", "AAEC", true},
		"base 64 in lines":            {"Max10KBinary", "AA\n EC", true},
		"base 64 of nothing":          {"Max10KBinary", "", false},
		"base 64 without its end":     {"Max10KBinary", "AAE", false},
		"base 64 of the longest":      {"Max10KBinary", base64.StdEncoding.EncodeToString(make([]byte, 10240)), true},
		"base 64 of one byte more":    {"Max10KBinary", base64.StdEncoding.EncodeToString(make([]byte, 10241)), false},
		"any text":                    {"UnicodeChartsCode", "", true},
		"a currency in small":         {"ActiveCurrencyCode", "cny", false},
		"an amount of 18 digits":      {"ActiveCurrencyAndAmount", "123456789012345678", true},
		"an amount of one digit more": {"ActiveCurrencyAndAmount", "1234567890123456789", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := contentModel()[tc.typ].value
			f := v.check([]byte(tc.text))
			require.Equal(t, tc.fits, f == nil)
			require.NotEmpty(t, v.expected())
			if f != nil {
				require.Equal(t, v.code, f.code)
				require.Less(t, len(f.detail), 300)
			}
		})
	}
}

// TestContentModelOfOtherShapes holds what pain.001, pacs.008 and pacs.009 do not have: a choice whose one child comes
// often or may be absent, and an envelope of one namespace.
func TestContentModelOfOtherShapes(t *testing.T) {
	const signature = "http://www.w3.org/2000/09/xmldsig#"
	tests := map[string]struct {
		typ, content string
		code         Code
	}{
		"a choice of many":              {"SequenceRange1Choice", "<EQSeq>1</EQSeq><EQSeq>2</EQSeq>", 0},
		"a choice of many and another":  {"SequenceRange1Choice", "<EQSeq>1</EQSeq><EQSeq>2</EQSeq><FrSeq>3</FrSeq>", CodeDuplicateElement},
		"a choice of one, twice":        {"SequenceRange1Choice", "<FrSeq>1</FrSeq><FrSeq>2</FrSeq>", CodeDuplicateElement},
		"a choice without any":          {"SequenceRange1Choice", "", CodeElementMissing},
		"a choice that may be empty":    {"MandateRelatedData1Choice", "", 0},
		"an envelope of its namespace":  {"SignatureEnvelope", `<Signature xmlns="` + signature + `"><a/></Signature>`, 0},
		"an envelope of another":        {"SignatureEnvelope", `<Signature xmlns="urn:example:other"/>`, CodeUnknownElement},
		"an envelope with two elements": {"SupplementaryDataEnvelope1", `<a xmlns="urn:a"/><b xmlns="urn:b"/>`, CodeDuplicateElement},
		"an empty envelope":             {"SupplementaryDataEnvelope1", "", CodeElementMissing},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := &description{message: Pain001, element: "Test", typ: tc.typ}
			p := newParser(strings.NewReader(`<Test xmlns="`+Pain001.namespace()+`">`+tc.content+`</Test>`), Options{}, nil)
			p.tree.message, p.tree.space, p.tree.open = d, Pain001.namespace(), []place{{node: d.root(), name: "Document"}}
			err := p.finish()
			if tc.code == 0 {
				require.ErrorContains(t, err, "expected the end of Document; the file ends", "all of Test was read")
				return
			}
			require.ErrorIs(t, err, tc.code)
		})
	}
}

// TestMessageWithoutDocument writes and reads what is the root itself.
func TestMessageWithoutDocument(t *testing.T) {
	var b strings.Builder
	x := newPen(&b, Head001)
	party := func() { x.agent("FIId", "ZZZACNB0") }
	x.within("Fr", party)
	x.within("To", party)
	x.leaf("BizMsgIdr", "B-1")
	x.leaf("MsgDefIdr", string(Pacs008))
	x.leaf("CreDt", day.Format(moment))
	require.NoError(t, x.finish())
	require.NoError(t, schema(t, Head001).Validate(strings.NewReader(b.String())))
	require.NoError(t, newParser(strings.NewReader(b.String()), Options{}, []Message{Head001}).finish())

	short := strings.Replace(b.String(), "<BizMsgIdr>B-1</BizMsgIdr>", "", 1)
	err := newParser(strings.NewReader(short), Options{}, []Message{Head001}).finish()
	require.ErrorContains(t, err, "/AppHdr: element-missing (code 17): expected BizMsgIdr; found MsgDefIdr")
}
