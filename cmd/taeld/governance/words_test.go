// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app"
)

// A message that the members may decide is put into words for those who vote on it, and nothing else is.
func TestEveryMessageOfTheConsortiumHasWords(t *testing.T) {
	matrix := app.AccessMatrix()
	registry := app.MakeEncodingConfig().InterfaceRegistry
	for _, url := range matrix.TypeURLs() {
		w, known := wordOf(url)
		require.Equal(t, matrix[url].Authority, known, url)
		if !known {
			continue
		}
		require.Regexp(t, `^[A-Z].*\.$`, w.Short, url)
		msg, err := registry.Resolve(url)
		require.NoError(t, err)
		require.Regexp(t, `\.$`, w.say(msg), url)
	}
	require.Len(t, paramsWords, 6)
	for url := range words {
		require.Contains(t, matrix, url)
	}
}
