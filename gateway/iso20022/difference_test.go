// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// beyondTheSchema are the codes that may refuse what the schema lets pass. Every other refusal must be the schema's too.
var beyondTheSchema = []Code{
	CodeAmount, CodeCurrency, CodeIBAN, CodeExecutionDate, CodeUnsupported, CodeGroupCount, CodeGroupSum, CodePaymentCount,
	CodePaymentSum, CodeComment, CodeElements, CodeGroupTotal, CodeEntryCount, CodeEntrySum, CodeBalance,
}

// withoutAmounts are the messages of which no amount, sum or settlement date is held. The rules beyond the schema that
// they have, such as check digits, are not broken by one small change.
var withoutAmounts = []Message{Pacs002, Pain002, Head001}

var (
	leafElement = regexp.MustCompile(`<(\w+)(?: Ccy="\w+")?>[^<]*</\w+>\s*`)
	anyTag      = regexp.MustCompile(`</?\w+/?>`)
	anyText     = regexp.MustCompile(`>[^<\s][^<]*<`)
)

// TestReaderAndSchemaAgree spoils the sound files of every message in hundreds of small ways and asks both: what the
// schema refuses is refused, and what is refused without the schema's word is one of the rules that go beyond it.
func TestReaderAndSchemaAgree(t *testing.T) {
	for _, m := range Messages() {
		t.Run(string(m), func(t *testing.T) { agree(t, m, 1_000) })
	}
}

func agree(t *testing.T, m Message, times int) {
	s := schema(t, m)
	random := rand.New(rand.NewPCG(1, 2))
	var files [][]byte
	for _, name := range names(t, "valid", m) {
		if name != "prefix-and-comments.xml" {
			files = append(files, file(t, "valid", string(m), name))
		}
	}
	both, beyond, neither := 0, 0, 0
	for range times {
		content := spoil(random, files[random.IntN(len(files))])
		_, err := Check(bytes.NewReader(content), Options{Now: day})
		official := s.Validate(bytes.NewReader(content))
		switch {
		case err == nil:
			require.NoError(t, official, "%s", content)
			neither++
		case official != nil:
			both++
		default:
			beyond++
			ok := slices.ContainsFunc(beyondTheSchema, func(c Code) bool { return errors.Is(err, c) })
			require.True(t, ok, "the schema allows what is refused with %v in\n%s", err, content)
		}
	}
	require.Positive(t, both)
	alone := slices.Contains(withoutAmounts, m)
	require.Equal(t, !alone, beyond > 0, "one small change breaks a rule beyond the schema, except where no amount is held")
	require.Positive(t, neither)
	t.Logf("%d refused by both, %d by the reader's own rules, %d read", both, beyond, neither)
}

// spoil changes one thing: an element doubled, taken out, moved or renamed, or a value changed.
func spoil(random *rand.Rand, content []byte) []byte {
	pick := func(all [][]int) []int { return all[random.IntN(len(all))] }
	leaf, other := pick(leafElement.FindAllIndex(content, -1)), pick(leafElement.FindAllIndex(content, -1))
	text := pick(anyText.FindAllIndex(content, -1))
	tag := pick(anyTag.FindAllIndex(content, -1))
	cut := func(from, to int, with []byte) []byte {
		return slices.Concat(content[:from], with, content[to:])
	}
	values := []string{"", " ", "0", "-1", "true", "SUPP", "2026-11-23", "2026-11-23T00:00:00Z", "1.5", "CN", "x y", "12345678901234567890", "\t1\t"}
	switch random.IntN(6) {
	case 0:
		return cut(leaf[1], leaf[1], content[leaf[0]:leaf[1]])
	case 1:
		return cut(leaf[0], leaf[1], nil)
	case 2:
		return cut(leaf[0], leaf[0], content[other[0]:other[1]])
	case 3:
		return cut(leaf[0], leaf[1], content[other[0]:other[1]])
	case 4:
		return cut(text[0]+1, text[1]-1, []byte(values[random.IntN(len(values))]))
	default:
		return cut(tag[1], tag[1], []byte("<Nm>x</Nm>"))
	}
}
