// SPDX-License-Identifier: Apache-2.0

// Taeld is the node of a Tael network, and the command line to it.
package main

import (
	"fmt"
	"os"

	_ "github.com/taelnet/tael/cmd/taeld/scope" // first: it names the scope of the SDK's configuration

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/cmd/taeld/cmd"
)

func main() {
	root, err := cmd.NewRoot()
	if err == nil {
		err = svrcmd.Execute(root, cmd.EnvPrefix, app.DefaultNodeHome)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", cmd.Advise(err).Error()) // printed as a value it would show a source line
		os.Exit(1)
	}
}
