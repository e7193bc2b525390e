// SPDX-License-Identifier: Apache-2.0

//determinism:allow a command, which runs in a client

package exception

import "os"

func command() { _ = os.Args }
