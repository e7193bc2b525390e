// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGoalsOfTheReadmeAreThoseJudged(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, g := range (&Report{}).goals() {
		sign := "<="
		if g.AtLeast {
			sign = ">="
		}
		require.Contains(t, string(readme), fmt.Sprintf("| %d | %s | %s %g %s | %s %g %s |\n", g.Row, g.What, sign, g.Bound, g.Unit, sign, g.Aim, g.Unit))
	}
	for _, kind := range append([]Kind{Postgres}, paired...) {
		require.Contains(t, string(readme), "`"+string(kind)+"`")
	}
}
