// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/x/consortium"
)

// matrixFile is the role matrix as people read it.
const matrixFile = "MATRIX.md"

const matrixHead = `# Who may send what

Written by ` + "`go test ./app -run TestMatrixTable -rewrite`" + ` from the message types that the node serves and the access matrix that
admission asks (` + "`app/matrix.go`" + `); a test compares it. A message type without a row keeps a node from starting. A row opens
the door: whether the signer is the right one for this wallet, member or record is asked by the message's own room.

`

// letters name roles in cells.
var letters = map[consortium.Role]string{
	consortium.ROLE_BANK: "B", consortium.ROLE_CLEARING: "C", consortium.ROLE_WALLET_OPERATOR: "W",
	consortium.ROLE_CENTRAL_BANK: "Z", consortium.ROLE_REGULATOR: "R", consortium.ROLE_RAIL: "L",
}

func rolesInOrder(t *testing.T) []consortium.Role {
	var all []consortium.Role
	for _, n := range slices.Sorted(maps.Keys(consortium.Role_name)) {
		if role := consortium.Role(n); role != consortium.ROLE_UNSPECIFIED {
			require.Contains(t, letters, role, "a role without a letter")
			all = append(all, role)
		}
	}
	return all
}

func dutiesInOrder() []consortium.Duty {
	var all []consortium.Duty
	for _, n := range slices.Sorted(maps.Keys(consortium.Duty_name)) {
		if duty := consortium.Duty(n); duty != consortium.DUTY_UNSPECIFIED {
			all = append(all, duty)
		}
	}
	return all
}

func plain(name, prefix string) string { return strings.TrimPrefix(name, prefix) }

var messageComment = regexp.MustCompile(`(?m)((?:^// .*\n)+)message (Msg\w+) \{`)

// meanings are the first sentences of the comments of message types, by type URL.
func meanings(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{
		// Messages of the SDK, whose definitions lie elsewhere.
		"/cosmos.consensus.v1.MsgUpdateParams":       "replaces the consensus parameters; their authority stays",
		"/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade": "schedules an upgrade: nodes stop at its height until the new binary runs",
		"/cosmos.upgrade.v1beta1.MsgCancelUpgrade":   "cancels a scheduled upgrade",
	}
	files, err := filepath.Glob("../proto/tael/*/v1/*.proto")
	require.NoError(t, err)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		module := strings.Split(filepath.ToSlash(file), "/")[3]
		for _, match := range messageComment.FindAllStringSubmatch(string(raw), -1) {
			text := strings.Join(strings.Fields(strings.ReplaceAll(match[1], "//", "")), " ")
			text = strings.TrimPrefix(text, match[2]+" ")
			sentence, _, _ := strings.Cut(text, ". ")
			found["/tael."+module+".v1."+match[2]] = strings.TrimSuffix(sentence, ".")
		}
	}
	return found
}

// cell says how a rule opens a message to a duty: to every member, to members of some roles, or not.
func cell(rule consortium.AccessRule, duty consortium.Duty) string {
	if !slices.Contains(rule.Duties, duty) {
		return ""
	}
	if len(rule.Roles) == 0 {
		return "x"
	}
	var roles []string
	for _, role := range rule.Roles {
		roles = append(roles, letters[role])
	}
	return strings.Join(roles, " ")
}

func mark(yes bool) string {
	if yes {
		return "x"
	}
	return ""
}

func tableRow(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

func matrixTable(t *testing.T) string {
	t.Helper()
	matrix, means := app.AccessMatrix(), meanings(t)
	roles, duties := rolesInOrder(t), dutiesInOrder()
	var out strings.Builder
	out.WriteString(matrixHead)

	out.WriteString("## By message type\n\n`x` opens a message to every member's holder of the duty, letters to members of these roles: ")
	var legend []string
	for _, role := range roles {
		legend = append(legend, letters[role]+" "+plain(role.String(), "ROLE_"))
	}
	out.WriteString(strings.Join(legend, ", ") + ".\n")
	head := []string{"message", "what it is", "lane", "consortium", "wallet owner"}
	for _, duty := range duties {
		head = append(head, plain(duty.String(), "DUTY_"))
	}
	module := ""
	for _, url := range matrix.TypeURLs() {
		parts := strings.Split(url, ".")
		if parts[1] != module {
			module = parts[1]
			fmt.Fprintf(&out, "\n### %s\n\n%s%s", module, tableRow(head...), tableRow(slices.Repeat([]string{"---"}, len(head))...))
		}
		rule := matrix[url]
		require.NotEmpty(t, means[url], "%s has no comment in its proto file", url)
		cells := []string{"`" + parts[3] + "`", means[url], plain(rule.Lane.String(), "LANE_"), mark(rule.Authority), mark(rule.WalletOwner)}
		for _, duty := range duties {
			cells = append(cells, cell(rule, duty))
		}
		out.WriteString(tableRow(cells...))
	}

	out.WriteString("\n## By role and duty\n\nWhat a holder of each duty may send, by the role of its member. A member of two roles may send what either may.\n")
	for _, role := range roles {
		fmt.Fprintf(&out, "\n### %s\n\n%s%s", plain(role.String(), "ROLE_"), tableRow("duty", "messages"), tableRow("---", "---"))
		for _, duty := range duties {
			var open []string
			for _, url := range matrix.TypeURLs() {
				rule := matrix[url]
				if slices.Contains(rule.Duties, duty) && (len(rule.Roles) == 0 || slices.Contains(rule.Roles, role)) {
					open = append(open, "`"+strings.Split(url, ".")[3]+"`")
				}
			}
			if len(open) == 0 {
				open = []string{"nothing"}
			}
			out.WriteString(tableRow(plain(duty.String(), "DUTY_"), strings.Join(open, ", ")))
		}
	}
	return out.String()
}

// The table in the repository is that of the matrix which admission asks; -rewrite writes it anew.
func TestMatrixTable(t *testing.T) {
	table := matrixTable(t)
	if f := flag.Lookup("rewrite"); f != nil && f.Value.String() == "true" {
		require.NoError(t, os.WriteFile(matrixFile, []byte(table), 0o600))
	}
	have, err := os.ReadFile(matrixFile)
	require.NoError(t, err, "write it with: go test ./app -run TestMatrixTable -rewrite")
	require.Equal(t, table, string(have), "write it anew with: go test ./app -run TestMatrixTable -rewrite")
}
