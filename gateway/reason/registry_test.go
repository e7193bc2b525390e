// SPDX-License-Identifier: Apache-2.0

package reason

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// registered is one error as the source registers it.
type registered struct {
	code uint32
	name string
}

// registry reads every registration of an error under the folders from the source, so that no error can be added
// without this test seeing it, and without linking the programs.
func registry(t *testing.T, folders ...string) map[string][]registered {
	t.Helper()
	all := map[string][]registered{}
	for _, folder := range folders {
		require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return err
			}
			files := sources(t, path)
			for _, file := range files {
				ast.Inspect(file, func(n ast.Node) bool {
					if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
						if space, code, ok := registration(files, spec.Values[0]); ok {
							all[space] = append(all[space], registered{code, spec.Names[0].Name})
						}
					}
					return true
				})
			}
			return nil
		}))
	}
	return all
}

// sources parses the files of one folder, tests and generated code apart.
func sources(t *testing.T, folder string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.Contains(path, ".pb.") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files
}

// registration reads errorsmod.Register(space, code, …) and its variants.
func registration(files []*ast.File, value ast.Expr) (space string, code uint32, ok bool) {
	call, isCall := value.(*ast.CallExpr)
	if !isCall || len(call.Args) < 3 {
		return "", 0, false
	}
	function, isSelector := call.Fun.(*ast.SelectorExpr)
	if !isSelector || !strings.HasPrefix(function.Sel.Name, "Register") {
		return "", 0, false
	}
	if of, isIdent := function.X.(*ast.Ident); !isIdent || of.Name != "errorsmod" {
		return "", 0, false
	}
	number, isNumber := call.Args[1].(*ast.BasicLit)
	name, isName := call.Args[0].(*ast.Ident)
	if !isNumber || !isName {
		return "", 0, false
	}
	n, err := strconv.ParseUint(number.Value, 10, 32)
	return constant(files, name.Name), uint32(n), err == nil
}

// constant finds the text of a constant of the package.
func constant(files []*ast.File, name string) string {
	var text string
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || spec.Names[0].Name != name {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
				text, _ = strconv.Unquote(literal.Value)
			}
			return true
		})
	}
	return text
}

func TestEveryRegisteredErrorHasOneRow(t *testing.T) {
	expected := registry(t, "../../x", "../../app", "../../client", "../../gateway")
	sdk, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/cosmos/cosmos-sdk").Output()
	require.NoError(t, err)
	for space, rows := range registry(t, filepath.Join(strings.TrimSpace(string(sdk)), "types", "errors")) {
		expected[space] = rows
	}
	// What no module registered: an internal error, and a panic that was caught.
	expected["undefined"] = []registered{{1, "internal"}, {111222, "ErrPanic"}}

	require.Len(t, expected, len(codespaces), "codespaces in the source and in the table")
	for _, space := range codespaces {
		var listed []registered
		for _, row := range errorTable[space] {
			listed = append(listed, registered{row.code, row.name})
			require.NotEmpty(t, row.reason.Meaning(), "%s/%d", space, row.code)
		}
		require.ElementsMatch(t, expected[space], listed, "errors of %s", space)
		for i := 1; i < len(listed); i++ {
			require.Less(t, listed[i-1].code, listed[i].code, "rows of %s ascend", space)
		}
	}
}
