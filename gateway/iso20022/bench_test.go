// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkPain001(b *testing.B) { bench(b, sample) }

func BenchmarkPacs008(b *testing.B) { bench(b, sampleInterbank) }

func BenchmarkCamt053(b *testing.B) { bench(b, sampleStatement) }

// bench compares, over the same bytes, the reader with the tokenizer that it stands on: the difference is what strictness
// costs.
func bench(b *testing.B, sample func(testing.TB, io.Writer, int)) {
	const records = 5_000
	var buffer bytes.Buffer
	sample(b, &buffer, records)
	content := buffer.Bytes()
	b.Run("tokenizer", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		b.ReportAllocs()
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(content))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("reader", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		b.ReportAllocs()
		for b.Loop() {
			_, err := Check(bytes.NewReader(content), Options{Now: day})
			require.NoError(b, err)
		}
	})
	b.Run("writer", func(b *testing.B) {
		b.SetBytes(int64(len(content)))
		b.ReportAllocs()
		for b.Loop() {
			sample(b, io.Discard, records)
		}
	})
}
