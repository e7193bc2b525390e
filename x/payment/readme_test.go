// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	errorsmod "cosmossdk.io/errors"

	"github.com/taelnet/tael/x/payment"
)

// rows returns the cells of the README's table rows below a heading.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(readme), "\n## "+heading+"\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	var all [][]string
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		all = append(all, cells)
	}
	require.Greater(t, len(all), 2)
	return all[2:]
}

func TestErrorTableIsTheRegistry(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	var registered, documented [][2]string
	for _, m := range regexp.MustCompile(`(Err\w+) += errorsmod\.Register\w*\(ModuleName, (\d+), `).FindAllStringSubmatch(string(source), -1) {
		registered = append(registered, [2]string{m[2], m[1]})
	}
	for i, cells := range rows(t, "Errors") {
		require.Len(t, cells, 3)
		require.Equal(t, strconv.Itoa(i+2), cells[0], "codes run from 2 without a gap")
		require.NotEmpty(t, cells[2])
		documented = append(documented, [2]string{cells[0], cells[1]})
	}
	require.Equal(t, registered, documented)
	for code := range uint32(100) {
		known := !strings.HasSuffix(errorsmod.ABCIError(payment.ModuleName, code, "log").Error(), ": unknown")
		require.Equal(t, code >= 2 && int(code) < 2+len(documented), known, "code %d", code)
	}
}

func TestEventTableIsTheEvent(t *testing.T) {
	var documented []string
	for _, cells := range rows(t, "Events") {
		require.Len(t, cells, 2)
		documented = append(documented, cells[0])
	}
	require.Equal(t, []string{
		payment.AttributeActor, payment.AttributeMode, payment.AttributeCount, payment.AttributeUetrs, payment.AttributeResults,
	}, documented)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	require.Contains(t, string(readme), "`"+payment.EventType+"`")

	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	var typed []string
	files.RangeFilesByPackage("tael.payment.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Messages().Len() {
			if name := string(file.Messages().Get(i).Name()); strings.HasPrefix(name, "Event") {
				typed = append(typed, name)
			}
		}
		return true
	})
	require.Equal(t, []string{"EventParamsSet"}, typed, "the README names the room's only typed event")
}

func TestParamTableIsTheDefault(t *testing.T) {
	params := payment.DefaultParams()
	want := map[string]uint64{"valid_ahead": params.ValidAhead, "retention": params.Retention, "refund_window": params.RefundWindow}
	got := map[string]uint64{}
	for _, cells := range rows(t, "Params") {
		seconds, err := strconv.ParseUint(strings.TrimSuffix(strings.ReplaceAll(cells[1], ",", ""), " s"), 10, 64)
		require.NoError(t, err)
		got[cells[0]] = seconds
	}
	require.Equal(t, want, got)
}
