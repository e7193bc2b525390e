// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzReadPain001(f *testing.F) { fuzz(f, Pain001) }

func FuzzReadPacs008(f *testing.F) { fuzz(f, Pacs008) }

func FuzzReadPacs009(f *testing.F) { fuzz(f, Pacs009) }

func FuzzReadPacs004v09(f *testing.F) { fuzz(f, Pacs004v09) }

func FuzzReadPacs004v10(f *testing.F) { fuzz(f, Pacs004v10) }

func FuzzReadPacs002(f *testing.F) { fuzz(f, Pacs002) }

func FuzzReadPain002(f *testing.F) { fuzz(f, Pain002) }

func FuzzReadCamt052(f *testing.F) { fuzz(f, Camt052) }

func FuzzReadCamt053(f *testing.F) { fuzz(f, Camt053) }

func FuzzReadCamt054(f *testing.F) { fuzz(f, Camt054) }

func FuzzReadHead001(f *testing.F) { fuzz(f, Head001) }

// fuzz holds for any bytes: no panic, bounded work, an *Error of a known code or a sound message, the same twice over,
// and what is read is written and read back. TestReaderAndSchemaAgree compares with the schema.
func fuzz(f *testing.F, m Message) {
	seeds := []string{
		filepath.Join("testdata", "valid", string(m), "*"), filepath.Join("testdata", "broken", string(m), "*"),
		filepath.Join(sharedFolder(), "iso20022", "samples", "*"),
	}
	for _, pattern := range seeds {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, name := range files {
			content, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(content)
		}
	}
	options := Options{Now: day, Limits: Limits{Bytes: 1 << 20}, Messages: []Message{m}}
	f.Fuzz(func(t *testing.T, content []byte) {
		first, err := Check(bytes.NewReader(content), options)
		second, again := Check(bytes.NewReader(content), options)
		require.Equal(t, first, second)
		require.Equal(t, err, again)
		if err != nil {
			var refused *Error
			require.True(t, errors.As(err, &refused))
			require.Contains(t, Codes(), refused.Code)
			require.Less(t, len(err.Error()), 8<<10)
			return
		}
		require.Equal(t, m, first.Message)
		if first.Header.MessageID != "" {
			require.Equal(t, first.Header.Transfers, uint64(first.Transfers))
		}
		rewritten(t, m, content, options)
	})
}
