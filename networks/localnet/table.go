// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
)

// WriteTable prints what runs where, one line per node.
func WriteTable(w io.Writer, all []Status) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "MEMBER\tROLE\tHOME\tRPC\tGRPC\tP2P\tPID\tHEIGHT")
	for _, s := range all {
		pid := "stopped"
		if s.Running {
			pid = strconv.Itoa(s.Pid)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n", s.Member, s.Role, s.Home, s.RPC, s.GRPC, s.P2P, pid, s.Height)
	}
	return t.Flush()
}
