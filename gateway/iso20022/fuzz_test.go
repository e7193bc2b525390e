// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/jacoelho/xsd"
	"github.com/stretchr/testify/require"
)

// FuzzReadPain001 holds for any bytes: no panic, an *Error of a known code or a sound file, the same twice over, and
// where the official schema is at hand, nothing is read that the schema refuses.
func FuzzReadPain001(f *testing.F) {
	for _, folder := range []string{"valid", "broken"} {
		files, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
		require.NoError(f, err)
		for _, name := range files {
			content, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(content)
		}
	}
	official, _ := xsd.LoadFile(filepath.Join("..", "..", "..", "shared", "data", "iso20022", "xsd", Pain001+".xsd"))
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
		if official != nil && !knownLeniency(content) {
			require.NoError(t, official.Validate(bytes.NewReader(content)))
		}
	})
}

// knownLeniency tells what Go's tokenizer takes for well-formed and another may not: only how attributes and
// declarations are written, never what a value is.
func knownLeniency([]byte) bool { return false }
