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

// FuzzReadPain001 holds for any bytes: no panic, bounded work, an *Error of a known code or a sound file, and the same
// twice over. TestReaderAndSchemaAgree compares with the schema.
func FuzzReadPain001(f *testing.F) {
	for _, folder := range []string{"valid", "broken"} {
		files, err := filepath.Glob(filepath.Join("testdata", folder, string(Pain001), "*"))
		require.NoError(f, err)
		for _, name := range files {
			content, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(content)
		}
	}
	options := Options{Now: day, Limits: Limits{Bytes: 1 << 20}}
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
		require.Equal(t, first.Header.Transfers, uint64(first.Transfers))
	})
}
