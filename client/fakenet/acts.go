// SPDX-License-Identifier: Apache-2.0

// Package fakenet is a network of nodes in one process, for tests: gRPC and RPC servers on loopback before a ledger that
// orders batches, holds sequences and timeouts, and counts how often each UETR moved money. Nodes can be scripted to
// lose answers, forget transactions, lag, die and come back. It verifies no signature and knows no balance.
package fakenet

// Act is what a node does with a broadcast instead of taking it and saying so.
type Act int

// The acts.
const (
	// Honest takes it and says so.
	Honest Act = iota
	// Lose takes it and never answers.
	Lose
	// Drop neither takes it nor answers.
	Drop
	// Swallow says that it took it and forgets it.
	Swallow
	// Full says that the mempool is full.
	Full
	// Rechecking says the same in the words of a mempool that rechecks.
	Rechecking
	// Audit says that the node takes no transactions.
	Audit
	// Forbid refuses it for what it asks.
	Forbid
)

// Script decides on the n-th broadcast, counted from 1.
type Script func(n int, raw []byte) Act

// Always is a script with one act.
func Always(a Act) Script { return func(int, []byte) Act { return a } }

// First is a script that begins with an act and then is honest.
func First(a Act, times int) Script {
	return func(n int, _ []byte) Act {
		if n <= times {
			return a
		}
		return Honest
	}
}
