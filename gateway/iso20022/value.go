// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// valueKind is how a simple type judges its text.
type valueKind string

const (
	textValue     valueKind = "text"
	codeValue     valueKind = "code"
	patternValue  valueKind = "pattern"
	decimalValue  valueKind = "decimal"
	amountValue   valueKind = "amount"
	dateValue     valueKind = "date"
	dateTimeValue valueKind = "dateTime"
	timeValue     valueKind = "time"
	monthValue    valueKind = "gYearMonth"
	booleanValue  valueKind = "boolean"
	stringValue   valueKind = "string"
	unsignedValue valueKind = "unsigned"
	binaryValue   valueKind = "binary"
)

// valueType is a simple type of the schema.
type valueType struct {
	kind             valueKind
	code             Code // what a value that does not fit is called
	min, max         int  // characters of a text
	codes            []string
	pattern          *regexp.Regexp
	source           string // of the pattern
	digits, fraction int    // of a decimal
	secret           bool   // the value names a person or an account and stays out of errors
}

func newValueType(name, rule string) *valueType {
	kind, rest, _ := strings.Cut(rule, " ")
	v := &valueType{kind: valueKind(kind), code: valueCode(name)}
	switch v.kind {
	case textValue, binaryValue:
		low, high, _ := strings.Cut(rest, " ")
		v.min, v.max, v.secret = mustInt(low), mustInt(high), true
	case codeValue:
		v.codes = strings.Fields(rest)
	case patternValue:
		v.source, v.pattern = rest, regexp.MustCompile(`^(?:`+rest+`)$`)
		v.secret = name == "IBAN2007Identifier" || name == "PhoneNumber"
	case decimalValue, amountValue, unsignedValue:
		digits, fraction, _ := strings.Cut(rest, " ")
		v.digits, v.fraction = mustInt(digits), mustInt(fraction)
	case stringValue:
		v.secret = true
	case dateValue, dateTimeValue, timeValue, monthValue, booleanValue:
	default:
		panic("iso20022: unknown kind of value " + kind)
	}
	return v
}

func valueCode(name string) Code {
	switch name {
	case "IBAN2007Identifier":
		return CodeIBAN
	case "AnyBICDec2014Identifier", "BICFIDec2014Identifier":
		return CodeBIC
	case "UUIDv4Identifier":
		return CodeUETR
	case "ActiveOrHistoricCurrencyCode", "ActiveCurrencyCode":
		return CodeCurrency
	case "ActiveOrHistoricCurrencyAndAmount", "ActiveCurrencyAndAmount", "ActiveOrHistoricCurrencyAnd13DecimalAmount":
		return CodeAmount
	default:
		return CodeValue
	}
}

// check judges one value as it stands between its tags.
func (v *valueType) check(text []byte) *fault {
	if v.fits(text) {
		if v.code == CodeIBAN {
			return checkIBAN(string(text))
		}
		return nil
	}
	return faultf(v.code, "expected %s; found %s", v.expected(), v.found(text))
}

func (v *valueType) fits(text []byte) bool {
	switch v.kind {
	case textValue:
		n := utf8.RuneCount(text)
		return n >= v.min && n <= v.max
	case codeValue:
		return slices.Contains(v.codes, string(text))
	case patternValue:
		return v.pattern.Match(text)
	case stringValue:
		return true
	case binaryValue:
		n, ok := octets(text)
		return ok && n >= v.min && n <= v.max
	case decimalValue, amountValue, unsignedValue:
		d, ok := parseDecimal(collapse(text))
		return ok && d.fits(v.digits, v.fraction) && (v.kind == decimalValue || !d.negative)
	case dateValue:
		_, ok := parseDate(string(collapse(text)), China)
		return ok
	case dateTimeValue:
		_, ok := parseDateTime(string(collapse(text)), China)
		return ok
	case timeValue:
		_, ok := parseDateTime("2000-01-01T"+string(collapse(text)), China)
		return ok
	case monthValue:
		return fitsMonth(string(collapse(text)))
	default:
		text = collapse(text)
		return slices.Contains([]string{"true", "false", "1", "0"}, string(text))
	}
}

// fitsMonth reads an xs:gYearMonth with a year of four digits: 2026-11, with or without a zone.
func fitsMonth(text string) bool {
	const month = "2006-01"
	if len(text) < len(month) {
		return false
	}
	_, ok := parseDate(text[:len(month)]+"-01"+text[len(month):], China)
	return ok
}

// octets counts what base 64 stands for; white space may stand between its characters.
func octets(text []byte) (int, bool) {
	packed := bytes.Join(bytes.Fields(text), nil)
	raw, err := base64.StdEncoding.Strict().DecodeString(string(packed))
	return len(raw), err == nil
}

// collapse is the schema's whiteSpace facet of everything that is not a string.
func collapse(text []byte) []byte { return bytes.Trim(text, " \t\r\n") }

func (v *valueType) expected() string {
	switch v.kind {
	case textValue:
		return "from " + itoa(v.min) + " to " + itoa(v.max) + " characters"
	case codeValue:
		return "one of " + strings.Join(v.codes, ", ")
	case patternValue:
		return "the form " + v.source
	case stringValue:
		return "text"
	case binaryValue:
		return "base 64 of " + itoa(v.min) + " to " + itoa(v.max) + " bytes"
	case unsignedValue:
		return "a decimal of at most " + itoa(v.digits) + " digits, " + itoa(v.fraction) + " of them after the point, without a minus"
	case timeValue:
		return "a time as 09:00:00+08:00"
	case monthValue:
		return "a month as 2026-11"
	case decimalValue:
		return "a decimal of at most " + itoa(v.digits) + " digits, " + itoa(v.fraction) + " of them after the point"
	case amountValue:
		return "an amount of at most " + itoa(v.digits) + " digits, " + itoa(v.fraction) + " of them after the point, without a minus"
	case dateValue:
		return "a date as 2026-11-23"
	case dateTimeValue:
		return "a date and time as 2026-11-23T09:00:00+08:00"
	default:
		return "true or false"
	}
}

// found shows what came. Free text and account numbers are personal and only counted.
func (v *valueType) found(text []byte) string {
	const shown = 40
	if v.secret {
		return itoa(utf8.RuneCount(text)) + " characters"
	}
	return quote(text, shown)
}
