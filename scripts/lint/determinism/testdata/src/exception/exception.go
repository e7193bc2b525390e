// SPDX-License-Identifier: Apache-2.0

package exception

import "time"

func planted() {
	_ = time.Now() //determinism:allow // want `//determinism:allow needs a reason`
	_ = 1 + 1      //determinism:allow it was once a clock // want `covers nothing that a rule reports`
}

func good() {
	_ = time.Now() //determinism:allow a log line, which is no state
	//determinism:allow a log line, which is no state
	_ = time.Now()
}

// whole is excused.
//
//determinism:allow runs in a client
func whole() {
	_ = time.Now()
	_ = time.Now()
}
