// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/app/ante"
)

// readmeRows are the cells of the README's table rows whose first cell matches, without backticks.
func readmeRows(t *testing.T, first string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	match := regexp.MustCompile("^" + first + "$")
	var found [][]string
	for line := range strings.Lines(string(readme)) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		if match.MatchString(cells[0]) {
			found = append(found, cells)
		}
	}
	return found
}

// The error table is the registry of codespace "ante": every code once, and no other.
func TestErrorTableIsTheRegistry(t *testing.T) {
	source, err := os.ReadFile("ante/errors.go")
	require.NoError(t, err)
	registered := map[string]string{}
	for _, m := range regexp.MustCompile(`(Err\w+)\s+= errorsmod\.Register\(Codespace, (\d+), "`).FindAllStringSubmatch(string(source), -1) {
		registered[m[2]] = m[1]
	}
	documented := map[string]string{}
	for _, cells := range readmeRows(t, `\d+`) {
		require.Len(t, cells, 3)
		require.NotEmpty(t, cells[2])
		require.NotContains(t, documented, cells[0], "a code has one row")
		documented[cells[0]] = cells[1]
	}
	require.NotEmpty(t, registered)
	require.Equal(t, registered, documented)
	for code := uint32(2); code < 64; code++ {
		_, expected := registered[strconv.FormatUint(uint64(code), 10)]
		known := !strings.HasSuffix(errorsmod.ABCIError(ante.Codespace, code, "log").Error(), ": unknown")
		require.Equal(t, expected, known, "code %d", code)
	}
}

// The price table is the constants of app/gas: every one of them, with its value.
func TestPriceTableIsThePriceList(t *testing.T) {
	documented := map[string]string{}
	for _, cells := range readmeRows(t, `[A-Z]\w+\d*`) {
		if len(cells) == 3 {
			documented[cells[0]] = cells[1]
		}
	}
	priced := map[string]string{}
	for name, value := range gasConstants(t) {
		priced[name] = value
	}
	for name, value := range priced {
		require.Equal(t, value, documented[name], name)
	}
	require.NotEmpty(t, priced)
	for name := range documented {
		if _, number := strconv.Atoi(documented[name]); number == nil {
			require.Contains(t, priced, name)
		}
	}
}

// gasConstants evaluates the exported constants of app/gas from their declarations.
func gasConstants(t *testing.T) map[string]string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "gas/gas.go", nil, 0)
	require.NoError(t, err)
	file.Decls = onlyConstants(file.Decls)
	file.Imports = nil
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("gas", files, []*ast.File{file}, nil)
	require.NoError(t, err)
	constants := map[string]string{}
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok && c.Exported() {
			constants[name] = constant.ToInt(c.Val()).ExactString()
		}
	}
	return constants
}

func onlyConstants(all []ast.Decl) []ast.Decl {
	var kept []ast.Decl
	for _, d := range all {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			kept = append(kept, d)
		}
	}
	return kept
}
