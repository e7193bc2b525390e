// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/taelnet/tael/app/apptest"
)

// Every script of testdata is a journey on a chain of its own; run with -rewrite to record what happens now.
func TestJourneys(t *testing.T) {
	datadriven.Walk(t, "testdata", func(t *testing.T, path string) {
		journey := apptest.NewJourney(t)
		datadriven.RunTestAny(t, path, journey.Run)
	})
}
