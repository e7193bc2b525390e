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

// What only shows its own fields has nothing on the chain that it would replace.
func TestOnlyWhatIsNewIsComparedWithNothing(t *testing.T) {
	var alone []string
	matrix := app.AccessMatrix()
	for _, url := range matrix.TypeURLs() {
		w, known := wordOf(url)
		_, stands := standings[url]
		require.False(t, stands && w.before != nil, "%s is compared twice", url)
		if known && !stands && w.before == nil {
			alone = append(alone, shortName(url))
		}
	}
	require.ElementsMatch(t, []string{"MsgRegisterMember", "MsgAddValidator", "MsgAddCurrency"}, alone)
	for url := range standings {
		require.True(t, matrix[url].Authority, url)
	}
}
