// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// attacks are the rows of the attacks on transactions and modules that every change is held to.
var attacks = []string{"S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S14", "S15", "S16", "S17", "S18"}

var attackTest = regexp.MustCompile(`func (TestS\d\d_\w+)\(`)

// Every row has a test that is named after it, and the README's table of attacks names all of them and no others.
func TestEveryAttackHasItsTests(t *testing.T) {
	found := map[string][]string{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range attackTest.FindAllStringSubmatch(string(source), -1) {
			row := match[1][len("Test") : len("Test")+3]
			found[row] = append(found[row], match[1])
		}
		return nil
	}))
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	named := map[string][]string{}
	for _, line := range strings.Split(string(readme), "\n") {
		if row, ok := strings.CutPrefix(line, "| S"); ok {
			row = "S" + row[:2]
			named[row] = regexp.MustCompile(`TestS\d\d_\w+`).FindAllString(line, -1)
		}
	}
	for _, row := range attacks {
		require.NotEmpty(t, found[row], "row %s has no test", row)
		slices.Sort(found[row])
		slices.Sort(named[row])
		require.Equal(t, found[row], named[row], "row %s of the table of attacks", row)
	}
	require.Len(t, found, len(attacks))
	require.Len(t, named, len(attacks))
}
