// SPDX-License-Identifier: Apache-2.0

// Package scope names the scope of the SDK's process-wide configuration before anything reads it. Without a name the
// SDK asks the system for host, executable and process at every look, several per cent of a node's time. The package
// imports nothing but os, so that it is initialised before the SDK's packages are.
package scope

import "os"

// variable is the SDK's name of the scope (types.EnvConfigScope, which cannot be imported here).
const variable = "COSMOS_SDK_CONFIG_SCOPE"

func init() {
	if os.Getenv(variable) == "" {
		if err := os.Setenv(variable, "tael"); err != nil {
			panic(err)
		}
	}
}
