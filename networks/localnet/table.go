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
	if _, err := fmt.Fprintln(t, "MEMBER\tROLE\tHOME\tRPC\tGRPC\tP2P\tPID\tHEIGHT"); err != nil {
		return err
	}
	for _, s := range all {
		pid := "stopped"
		if s.Running {
			pid = strconv.Itoa(s.Pid)
		}
		_, err := fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n",
			s.Member, s.Role, s.Home, s.RPC, s.GRPC, s.P2P, pid, s.Height)
		if err != nil {
			return err
		}
	}
	return t.Flush()
}
