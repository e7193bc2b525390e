// SPDX-License-Identifier: Apache-2.0

package reason

// NotSentRows is how many rows the table of transfers not sent has.
func NotSentRows() int { return len(notSent) }

// NotSentName is the name in a row of that table.
func NotSentName(number uint16) string {
	for _, row := range notSent {
		if row.number == number {
			return row.name
		}
	}
	return ""
}
