// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app/apptest"
)

// Every script of testdata is a journey on a chain of its own, which a gateway's books follow at every height; run with -rewrite to record what happens now.
func TestJourneys(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			journey := apptest.NewJourney(t)
			datadriven.RunTestAny(t, path, journey.Run)
			require.NotZero(t, *journey.Entries, "a journey in which nothing moves")
		})
	}
}
