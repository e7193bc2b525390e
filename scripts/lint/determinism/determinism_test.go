// SPDX-License-Identifier: Apache-2.0

package determinism_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/taelnet/tael/scripts/lint/determinism"
)

// Every rule has a package of its name in testdata: each planted fault is found once, and nothing else.
func TestPlantedFaultsAreFound(t *testing.T) {
	for _, rule := range determinism.Rules {
		t.Run(rule.Name, func(t *testing.T) { analysistest.Run(t, analysistest.TestData(), rule, rule.Name) })
	}
}

// A directive lets a finding stand if it has a reason and there is one.
func TestExceptionsNeedAReason(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), determinism.Stale, "exception")
}
